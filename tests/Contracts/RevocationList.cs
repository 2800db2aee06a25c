using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>An authority's list of revoked certificates (RFC 5280 5), served on loopback.</summary>
internal sealed class RevocationList : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private volatile byte[] _list = [];

    public RevocationList()
    {
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{Guid.NewGuid():N}.crl";
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Puts the list there: with one certificate on it, or empty.</summary>
    public void Publish(Authority authority, X509Certificate2? revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        if (revoked is not null)
        {
            builder.AddEntry(revoked, Authority.Now.AddDays(-1));
        }

        _list = builder.Build(
            authority.Certificate, 1, Authority.Now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: Authority.Now.AddDays(-2));
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 16, throwOnEndOfStream: false);
                var head = $"HTTP/1.0 200 OK\r\nContent-Type: application/pkix-crl\r\nContent-Length: {_list.Length}\r\n\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
                await stream.WriteAsync(_list);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or IOException)
        {
            // Nobody asks any more.
        }
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The end of a server that refuses the handshake, as no adapter of ours does.</summary>
/// <param name="inner">Its end otherwise.</param>
/// <param name="raw">The socket of that end.</param>
/// <param name="refusal">When it refuses.</param>
internal sealed class RefusingSocket(ISocket inner, Socket raw, TlsFault refusal) : ISocket
{
    // RFC 8446 5.1 and 6: a record of type alert (21), two bytes long: fatal (2), handshake_failure (40).
    private static readonly byte[] Alert = [21, 3, 3, 0, 2, 2, 40];

    public Task<int> ReadAsync(Memory<byte> buffer) => inner.ReadAsync(buffer);

    public Task WriteAsync(ReadOnlyMemory<byte> bytes) => inner.WriteAsync(bytes);

    public Task<TlsResult> SecureAsync(TlsRequest request) =>
        refusal == TlsFault.Before ? RefuseAtOnceAsync() : RefuseCertificateAsync();

    public Task CloseAsync() => inner.CloseAsync();

    public void Abort() => inner.Abort();

    private async Task<TlsResult> RefuseAtOnceAsync()
    {
        Assert.NotEqual(0, await inner.ReadAsync(new byte[4096]));
        await inner.WriteAsync(Alert);
        return new TlsResult(null, "handshake failure");
    }

    // TLS 1.3: the client's certificate comes with the client's Finished, so that the client is done by then.
    private async Task<TlsResult> RefuseCertificateAsync()
    {
        await using var stream = new SslStream(new NetworkStream(raw, ownsSocket: false));
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificates.Of(SocketPair.B, CertificateState.Valid),
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, _, _, _) => false,
            });
        }
        catch (AuthenticationException refused)
        {
            return new TlsResult(null, refused.Message);
        }

        throw new InvalidOperationException("It was to refuse.");
    }
}

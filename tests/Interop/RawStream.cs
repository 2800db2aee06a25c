using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>A stream to a server, on which a test says whatever it likes (RFC 6120 4).</summary>
internal sealed partial class RawStream : IDisposable
{
    private const int ChunkBytes = 4_096;

    private readonly TcpClient _client = new();
    private readonly StringBuilder _heard = new();

    private readonly Domain _from;
    private readonly Domain _to;
    private Stream? _wire;

    private RawStream(Domain from, Domain to) => (_from, _to) = (from, to);

    /// <summary>Its header and its features.</summary>
    public string Greeting { get; private set; } = "";

    /// <summary>The id that the server has given to the stream (RFC 6120 4.7.3).</summary>
    public string Id => HeaderId().Match(Greeting).Value;

    /// <summary>Dials a server and exchanges headers.</summary>
    public static Task<RawStream> OpenAsync(ForeignServer server, Domain from, Domain to) => OpenAsync(server.Address, from, to);

    /// <inheritdoc cref="OpenAsync(ForeignServer, Domain, Domain)"/>
    public static async Task<RawStream> OpenAsync(IPEndPoint server, Domain from, Domain to)
    {
        var stream = new RawStream(from, to);
        await stream._client.ConnectAsync(server);
        stream._wire = stream._client.GetStream();
        await stream.GreetAsync();
        return stream;
    }

    /// <summary>Encrypts the stream (RFC 6120 5) and authenticates by this certificate (XEP-0178 3).</summary>
    public async Task AuthenticateAsync(X509Certificate2 certificate)
    {
        await SayAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await HearAsync("<proceed");
        var encrypted = new SslStream(_wire!);
        await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            TargetHost = _to.Name,
            CertificateChainPolicy = Trusted(),
        });
        _wire = encrypted;
        await GreetAsync();
        await SayAsync("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>");
        await HearAsync("<success");
        await GreetAsync();
    }

    public ValueTask SayAsync(string words) => _wire!.WriteAsync(Encoding.UTF8.GetBytes(words));

    /// <summary>
    /// Listens until one of these and the end of its tag are said, and returns what was said since this was called.
    /// </summary>
    public async Task<string> HearAsync(params string[] phrases)
    {
        var start = _heard.Length;
        var chunk = new byte[ChunkBytes];
        while (!IsSaid($"{_heard}"[start..]))
        {
            var count = await _wire!.ReadAsync(chunk).AsTask().WaitAsync(Meeting.LongestTalk);
            Assert.True(count > 0, $"It ended before it said '{phrases[0]}': {_heard}");
            _heard.Append(Encoding.UTF8.GetString(chunk, 0, count));
        }

        return $"{_heard}"[start..];

        bool IsSaid(string heard) => phrases.Any(
            p => heard.IndexOf(p, StringComparison.Ordinal) is var at and >= 0 && heard.IndexOf('>', at) >= 0);
    }

    public void Dispose()
    {
        _wire?.Dispose();
        _client.Dispose();
    }

    private static X509ChainPolicy Trusted()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(Authority.Ours.Roots);
        return policy;
    }

    private async Task GreetAsync()
    {
        await SayAsync(
            "<stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback' "
            + $"xmlns:stream='http://etherx.jabber.org/streams' from='{_from}' to='{_to}' version='1.0'>");
        Greeting = await HearAsync("</stream:features>", "<stream:features/>");
    }

    [GeneratedRegex("(?<=<stream:stream[^>]* id=['\"])[^'\"]+")]
    private static partial Regex HeaderId();
}

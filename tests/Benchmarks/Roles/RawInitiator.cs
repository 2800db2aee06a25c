using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>
/// The leanest initiator that a receiver takes for a server: it says what RFC 6120 and XEP-0178 want said, and looks for the
/// words that it waits for. It drives our receiver and the real servers in the same way.
/// </summary>
internal sealed class RawInitiator(Credentials credentials) : IInitiator
{
    private const int BufferBytes = 4096;

    private readonly Tls _tls = new(credentials, Credentials.Initiator);
    private readonly List<Task> _held = [];

    public Task PrepareAsync(int sessions) => Task.CompletedTask;

    /// <summary>A stanza to which nobody answers (RFC 6120 8.3.1).</summary>
    public static string Stanza(string from, string to) =>
        $"<message from='{from}' to='{to}' type='error' id='m1'><body>But soft, what light through yonder window breaks?</body></message>";

    public async Task SessionAsync(int number, IPEndPoint receiver)
    {
        using var socket = await Loopback.ConnectAsync(receiver);
        await using var secured = await OpenAsync(socket, Credentials.Initiator);
        await SayAsync(secured, "</stream:stream>");
        await HearAsync(secured, "</stream:stream>");
        try
        {
            await secured.ShutdownAsync();
            await Loopback.DrainAsync(secured);
        }
        catch (IOException)
        {
            // Prosody closes both directions at once, and resets what comes behind: the stream had ended in order.
        }
    }

    public async Task HoldAsync(int number, IPEndPoint receiver)
    {
        var secured = await OpenAsync(await Loopback.ConnectAsync(receiver, number), $"r{number}.{Credentials.Initiator}");
        lock (_held)
        {
            _held.Add(Loopback.DrainAsync(secured));
        }
    }

    // Header, STARTTLS, handshake, header, EXTERNAL, header, stanza.
    private async Task<SslStream> OpenAsync(Socket socket, string domain)
    {
        var clear = new NetworkStream(socket, ownsSocket: true);
        await SayAsync(clear, Header(domain));
        await HearAsync(clear, "</stream:features>");
        await SayAsync(clear, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await HearAsync(clear, "<proceed");
        var secured = new SslStream(clear);
        await secured.AuthenticateAsClientAsync(_tls.Client);
        await SayAsync(secured, Header(domain));
        await HearAsync(secured, "EXTERNAL", "</stream:features>");
        await SayAsync(secured, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>"
            + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(domain))}</auth>");
        await HearAsync(secured, "<success");
        await SayAsync(secured, Header(domain));
        await HearAsync(secured, "<stream:features");
        await SayAsync(secured, Stanza(domain, Credentials.Receiver));
        return secured;
    }

    private static string Header(string domain) =>
        "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' "
        + $"xmlns:db='jabber:server:dialback' from='{domain}' to='{Credentials.Receiver}' version='1.0'>";

    private static async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    // What comes in one piece or in several; the receiver says no more than this before it is its turn again.
    private static async Task HearAsync(Stream stream, params string[] words)
    {
        var buffer = new byte[BufferBytes];
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(count));
            count += read;
            var heard = Encoding.UTF8.GetString(buffer, 0, count);
            if (Array.TrueForAll(words, w => heard.Contains(w, StringComparison.Ordinal)) && heard[^1] == '>')
            {
                return;
            }

            if (read == 0)
            {
                throw new IOException($"Instead of {string.Join(" and ", words)}: {heard}");
            }
        }
    }
}

using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Connections of those who do not speak XMPP, or not to the end.</summary>
public sealed class StrangerTests
{
    [Theory]
    [InlineData(false, "GET / HTTP/1.0\r\n\r\n")]
    [InlineData(false, "")]
    [InlineData(false, "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' to='x'>")]
    [InlineData(true, "GET / HTTP/1.0\r\n\r\n")]
    [InlineData(true, "")]
    public async Task Whatever_a_stranger_says_ends_his_own_connection_only(bool directTls, string words)
    {
        await using var servers = new Servers();
        var setup = new Servers.Setup { DirectTls = directTls };
        var a = await servers.StartAsync("a.example", Policy.Default, setup);
        var b = await servers.StartAsync("b.example", Policy.Default, setup);
        var heard = await TalkAsync(b, words);
        if (!directTls && words.Length > 0)
        {
            // RFC 6120 4.9.1.2: a header, the error, the closing tag.
            Assert.Contains("<stream:error>", heard, StringComparison.Ordinal);
            Assert.EndsWith("</stream:stream>", heard, StringComparison.Ordinal);
        }

        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        await b.NextAsync();
    }

    // Says the words, ends, and listens until the server has ended too.
    private static async Task<string> TalkAsync(Server server, string words)
    {
        using var client = new TcpClient();
        var stop = TestContext.Current.CancellationToken;
        await client.ConnectAsync(server.Federation.Endpoints[0].Address, stop).AsTask().Soon();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(words), stop);
        client.Client.Shutdown(SocketShutdown.Send);
        using var heard = new MemoryStream();
        try
        {
            await stream.CopyToAsync(heard, stop).Soon();
        }
        catch (IOException)
        {
            // A reset is an end as well.
        }

        return Encoding.UTF8.GetString(heard.ToArray());
    }
}

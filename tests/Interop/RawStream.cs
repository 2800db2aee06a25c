using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>A stream in clear to a server, on which a test says whatever it likes (RFC 6120 4).</summary>
internal sealed partial class RawStream : IDisposable
{
    private const int ChunkBytes = 4_096;

    private readonly TcpClient _client = new();
    private readonly StringBuilder _heard = new();

    private RawStream()
    {
    }

    /// <summary>Its header and its features.</summary>
    public string Greeting { get; private set; } = "";

    /// <summary>The id that the server has given to the stream (RFC 6120 4.7.3).</summary>
    public string Id => HeaderId().Match(Greeting).Value;

    /// <summary>Dials a server and exchanges headers.</summary>
    public static async Task<RawStream> OpenAsync(ForeignServer server, Domain from, Domain to)
    {
        var stream = new RawStream();
        await stream._client.ConnectAsync(server.Address);
        await stream.SayAsync(
            "<stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback' "
            + $"xmlns:stream='http://etherx.jabber.org/streams' from='{from}' to='{to}' version='1.0'>");
        stream.Greeting = await stream.HearAsync("</stream:features>");
        return stream;
    }

    public ValueTask SayAsync(string words) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(words));

    /// <summary>Listens until this and the end of its tag are said, and returns what was said since this was called.</summary>
    public async Task<string> HearAsync(string phrase)
    {
        var start = _heard.Length;
        var chunk = new byte[ChunkBytes];
        while (!IsSaid($"{_heard}"[start..]))
        {
            var count = await _client.GetStream().ReadAsync(chunk).AsTask().WaitAsync(Meeting.LongestTalk);
            Assert.True(count > 0, $"It ended before it said '{phrase}': {_heard}");
            _heard.Append(Encoding.UTF8.GetString(chunk, 0, count));
        }

        return $"{_heard}"[start..];

        bool IsSaid(string heard) =>
            heard.IndexOf(phrase, StringComparison.Ordinal) is var at and >= 0 && heard.IndexOf('>', at) >= 0;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("(?<=<stream:stream[^>]* id=['\"])[^'\"]+")]
    private static partial Regex HeaderId();
}

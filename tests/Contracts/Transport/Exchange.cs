using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>What the bodies of the contract do with sockets again and again.</summary>
internal static class Exchange
{
    /// <summary>Bytes of which no part looks like another, and which are no beginning of a TLS record.</summary>
    public static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)('a' + (((i * 7) + (i / 251)) % 26)))];

    /// <summary>Reads until nothing comes any more; a read without a single byte before that is a failure.</summary>
    public static async Task<byte[]> ReadToEndAsync(this ISocket socket, int bufferSize = 1000)
    {
        using var heard = new MemoryStream();
        var buffer = new byte[bufferSize];
        while (await socket.ReadAsync(buffer) is var count && count > 0)
        {
            Assert.InRange(count, 1, buffer.Length);
            heard.Write(buffer, 0, count);
        }

        return heard.ToArray();
    }

    /// <summary>Reads so many bytes.</summary>
    public static async Task<byte[]> ReadExactlyAsync(this ISocket socket, int count)
    {
        var heard = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = await socket.ReadAsync(heard.AsMemory(done));
            Assert.InRange(read, 1, count - done);
            done += read;
        }

        return heard;
    }

    /// <summary>Says something, which the other end hears.</summary>
    public static async Task TellAsync(this ISocket from, ISocket to, string words)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(words);
        await from.WriteAsync(bytes);
        Assert.Equal(bytes, await to.ReadExactlyAsync(bytes.Length));
    }

    /// <summary>Both directions carry.</summary>
    public static async Task TalkAsync(ISocket one, ISocket other)
    {
        await one.TellAsync(other, "<hello/>");
        await other.TellAsync(one, "<hello yourself='1'/>");
    }

    /// <summary>A read or a write breaks; nothing else than that.</summary>
    public static Task BreaksAsync(Task action) => Assert.ThrowsAsync<IOException>(() => action);

    /// <summary>Whether a read or a write breaks.</summary>
    public static async Task<bool> IsBrokenAsync(Task action)
    {
        try
        {
            await action;
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

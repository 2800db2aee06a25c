using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>A name server on loopback with a few records (RFC 1035 4); every other name does not exist.</summary>
internal sealed class NameServer : IDisposable
{
    private const int NoError = 0;
    private const int ServerFailure = 2;
    private const int NameError = 3;
    private const ushort A = 1;
    private const ushort Srv = 33;

    private readonly UdpClient _socket;
    private readonly ConcurrentDictionary<(string Name, ushort Type), List<byte[]>> _records = new();
    private readonly HashSet<string> _failing = [];

    /// <summary>Answers at an address, by default one of loopback with a port that the system chooses.</summary>
    public NameServer(IPEndPoint? address = null)
    {
        _socket = new UdpClient(address ?? new IPEndPoint(IPAddress.Loopback, 0));
        _ = AnswerAllAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public NameServer Service(string name, ushort priority, ushort weight, ushort port, string host)
    {
        byte[] data = [.. Number(priority), .. Number(weight), .. Number(port), .. Encoded(host)];
        return Add(name, Srv, data);
    }

    public NameServer Host(string name, string address) => Add(name, A, IPAddress.Parse(address).GetAddressBytes());

    public NameServer Failing(string name)
    {
        _failing.Add(name);
        return this;
    }

    public void Dispose() => _socket.Dispose();

    private NameServer Add(string name, ushort type, byte[] data)
    {
        _records.AddOrUpdate((name, type), [data], (_, known) => [.. known, data]);
        return this;
    }

    private async Task AnswerAllAsync()
    {
        try
        {
            while (true)
            {
                var asked = await _socket.ReceiveAsync();
                await _socket.SendAsync(AnswerTo(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // Header, the question as it came, and the records, each with a pointer to the name of the question.
    private byte[] AnswerTo(byte[] query)
    {
        var (name, end) = NameIn(query);
        var type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(end));
        var known = _records.Keys.Any(k => k.Name == name);
        var records = _records.GetValueOrDefault((name, type)) ?? [];
        var code = _failing.Contains(name) ? ServerFailure : known ? NoError : NameError;
        List<byte> answer =
        [
            query[0], query[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)records.Count, 0, 0, 0, 0,
            .. query[12..(end + 4)],
        ];
        foreach (var data in records)
        {
            answer.AddRange([0xc0, 12, .. Number(type), 0, 1, 0, 0, 0, 60, .. Number((ushort)data.Length), .. data]);
        }

        return [.. answer];
    }

    private static (string Name, int End) NameIn(byte[] query)
    {
        List<string> labels = [];
        var at = 12;
        while (query[at] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
            at += query[at] + 1;
        }

        return (string.Join('.', labels), at + 1);
    }

    private static byte[] Encoded(string host)
    {
        var labels = host.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return [.. labels.SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];
    }

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];
}

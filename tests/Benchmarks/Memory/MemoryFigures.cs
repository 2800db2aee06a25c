using System.Net;
using Spectre.Console;
using Xmpp.Federation.Benchmarks.Report;
using Xmpp.Federation.Benchmarks.Roles;

namespace Xmpp.Federation.Benchmarks.Memory;

/// <summary>
/// What an idle stream that is authenticated and has carried one stanza holds in memory, beside an idle
/// <see cref="System.Net.Security.SslStream"/> that has carried as much.
/// </summary>
internal static class MemoryFigures
{
    /// <summary>How many streams a run may ask for.</summary>
    public const int StreamsMax = 2_000;

    // The first streams bring what a process has but once.
    private const int First = 20;
    private const double KibiByte = 1024;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(int streams)
    {
        var folder = Directory.CreateTempSubdirectory("federation-").FullName;
        try
        {
            var credentials = Credentials.Write(folder);
            var bare = await OfStreamAsync("bare initiator", "bare receiver that speaks", credentials, streams);
            var incoming = await OfStreamAsync("raw initiator", "our receiver", credentials, streams);
            var outgoing = await OfStreamAsync("our initiator", "our receiver of many", credentials, streams);
            Print(bare, incoming, outgoing);
            var how = $"{streams} idle streams in one process, after a collection; private memory holds OpenSSL's too";
            return
            [
                new("memory of an idle stream, incoming, beside TLS", "≤ 16 KiB", Beside(incoming.Receiver, bare.Receiver), how),
                new("memory of an idle stream, outgoing, beside TLS", "≤ 16 KiB", Beside(outgoing.Initiator, bare.Initiator), how),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(Held Initiator, Held Receiver)> OfStreamAsync(
        string initiatorRole, string receiverRole, Credentials credentials, int streams)
    {
        await using var receiver = await Peer.StartAsync(receiverRole, credentials);
        await using var initiator = await Peer.StartAsync(initiatorRole, credentials);
        var there = new IPEndPoint(IPAddress.Loopback, receiver.Address.Port);
        await initiator.DoAsync($"hold 0 {First} {there}");
        var before = (Initiator: await UsageOf(initiator), Receiver: await UsageOf(receiver));
        await initiator.DoAsync($"hold {First} {streams} {there}");
        return (
            Held.By(streams - First, before.Initiator, await UsageOf(initiator)),
            Held.By(streams - First, before.Receiver, await UsageOf(receiver)));
    }

    private static async Task<Usage> UsageOf(Peer peer) => Usage.Parse(await peer.DoAsync("memory"));

    private static string Beside(Held ours, Held bare) =>
        $"{(ours.Managed - bare.Managed) / KibiByte:0.0} KiB managed, {(ours.Private - bare.Private) / KibiByte:0.0} KiB private";

    private static void Print(
        (Held Initiator, Held Receiver) bare, (Held Initiator, Held Receiver) incoming, (Held Initiator, Held Receiver) outgoing)
    {
        var table = new Table().Border(TableBorder.Markdown);
        table.AddColumns("bytes of an idle stream", "managed", "private");
        Add("bare SslStream, incoming", bare.Receiver);
        Add("bare SslStream, outgoing", bare.Initiator);
        Add("ours, incoming", incoming.Receiver);
        Add("ours, outgoing", outgoing.Initiator);
        AnsiConsole.Write(table);

        void Add(string name, Held held) =>
            table.AddRow(new Text(name), new Text($"{held.Managed:0}"), new Text($"{held.Private:0}"));
    }

    /// <summary>Bytes of one stream.</summary>
    private readonly record struct Held(double Managed, double Private)
    {
        public static Held By(int streams, Usage before, Usage after) => new(
            (double)(after.Managed - before.Managed) / streams, (double)(after.Private - before.Private) / streams);
    }
}

using Spectre.Console;
using Xmpp.Federation.Benchmarks.Report;

namespace Xmpp.Federation.Benchmarks.Negotiation;

/// <summary>
/// What a session costs its two ends in processor time. A session is: TCP connect; with XMPP a header, features and
/// STARTTLS; mutual TLS 1.3; with XMPP a header, features, EXTERNAL, a header and features; one stanza, which is delivered;
/// the close of the stream, of TLS and of TCP by both sides. Every end is a process of its own.
/// </summary>
internal static class NegotiationFigures
{
    private static readonly int[] AtATime = [1, 10];

    /// <param name="sessions">How many sessions of each pairing in a round.</param>
    /// <param name="rounds">How many rounds; the pairings take turns within each.</param>
    /// <param name="warmUp">How many sessions of each pairing nobody counts.</param>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(int sessions, int rounds, int warmUp)
    {
        await using var cast = new Cast();
        var pairings = await cast.AssembleAsync();
        foreach (var atATime in AtATime)
        {
            foreach (var pairing in pairings.All)
            {
                await pairing.RunAsync(warmUp, atATime, counts: false);
            }
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var atATime in AtATime)
            {
                foreach (var pairing in pairings.All)
                {
                    await pairing.RunAsync(sessions, atATime, counts: true);
                }
            }
        }

        Print(pairings);
        var how = $"processor time of a process a session; {rounds} rounds of {sessions}, median of their ratios";
        return [.. AtATime.SelectMany(a => FiguresOf(pairings, a, how)), .. cast.Missing];
    }

    private static IEnumerable<Figure> FiguresOf(Pairings pairings, int atATime, string how)
    {
        var at = $"{atATime} at a time";
        var own = pairings.OursToOurs;
        var driven = pairings.RawToOurs;
        yield return new Figure(
            $"negotiation as initiator, {at}, against bare SslStream", "≤ 1.25 ×",
            $"{own.InitiatorAgainst(pairings.Bare, atATime):0.00} × "
            + $"({own.Initiator(atATime):0.00} against {pairings.Bare.Initiator(atATime):0.00} ms)", how);
        yield return new Figure(
            $"negotiation as receiver, {at}, against bare SslStream", "≤ 1.25 ×",
            $"{driven.ReceiverAgainst(pairings.Bare, atATime):0.00} × "
            + $"({driven.Receiver(atATime):0.00} against {pairings.Bare.Receiver(atATime):0.00} ms)", how);
        foreach (var real in pairings.Real)
        {
            yield return new Figure(
                $"negotiation as receiver, {at}, against {real.Name}", "≤ 0.8 ×",
                $"{driven.ReceiverAgainst(real, atATime):0.00} × "
                + $"({driven.Receiver(atATime):0.00} against {real.Receiver(atATime):0.00} ms)",
                "the same run; one initiator drives both");
        }
    }

    private static void Print(Pairings pairings)
    {
        var table = new Table().Border(TableBorder.Markdown);
        table.AddColumns("initiator → receiver", "at a time", "initiator, ms", "receiver, ms");
        foreach (var atATime in AtATime)
        {
            foreach (var pairing in pairings.All)
            {
                table.AddRow(
                    new Text(pairing.Name), new Text($"{atATime}"),
                    new Text($"{pairing.Initiator(atATime):0.00}"), new Text($"{pairing.Receiver(atATime):0.00}"));
            }
        }

        AnsiConsole.Write(table);
    }
}

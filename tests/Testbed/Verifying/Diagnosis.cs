using System.Globalization;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>
/// What kind of nondeterminism it most likely was. Known is only how some runs of one execution differ: several in each of two
/// processes. No two processes can be given the same seed of hash codes, and no clock of the machine can be stopped.
/// </summary>
internal static class Diagnosis
{
    public const string OfThreads = "something of an execution ran on the thread pool or on a second thread: look for Task.Run, "
        + "ConfigureAwait(false), a timer of the system";

    private const string OfHashes = "each process repeats itself, and they differ: most likely an order of hash codes, whose seed "
        + "each process draws; otherwise something else that a process draws once";

    private const string OfClocks = "it differs from run to run within one process, in a number that only grows: most likely a clock";

    private const string OfChance = "it differs from run to run within one process: most likely chance; or a clock, of which the "
        + "log shows no number that grows";

    /// <param name="one">The logs of several runs in one process, by line, in the order of the runs.</param>
    /// <param name="other">The same in the other process.</param>
    public static (Nondeterminism Kind, string Why) Of(IReadOnlyList<string[]> one, IReadOnlyList<string[]> other)
    {
        var (first, second) = (FirstDifference(one), FirstDifference(other));
        if (first is null && second is null)
        {
            return (Nondeterminism.HashOrder, OfHashes);
        }

        return (first is null || Grows(one, first.Value)) && (second is null || Grows(other, second.Value))
            ? (Nondeterminism.Clock, OfClocks)
            : (Nondeterminism.Chance, OfChance);
    }

    /// <summary>The first line, counted from 0, that is not the same in all of these logs; null where they are the same.</summary>
    public static int? FirstDifference(IReadOnlyList<string[]> logs)
    {
        for (var line = 0; line < logs.Max(l => l.Length); line++)
        {
            if (logs.Any(l => l.ElementAtOrDefault(line) != logs[0].ElementAtOrDefault(line)))
            {
                return line;
            }
        }

        return null;
    }

    private static bool Grows(IReadOnlyList<string[]> logs, int line)
    {
        var texts = logs.Select(l => l.ElementAtOrDefault(line) ?? "").ToArray();
        var numbers = Differing(texts).Select(Number).ToArray();
        return numbers.Skip(1).Zip(numbers, (later, earlier) => later > earlier).All(grows => grows);
    }

    private static long? Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // What is left of each text without the beginning and the end that all have in common, digits not counted as such.
    private static IEnumerable<string> Differing(string[] texts)
    {
        var shortest = texts.Min(t => t.Length);
        var before = Common(shortest, i => texts.All(t => t[i] == texts[0][i]), i => char.IsAsciiDigit(texts[0][i - 1]));
        var after = Common(
            shortest - before, i => texts.All(t => t[^(i + 1)] == texts[0][^(i + 1)]), i => char.IsAsciiDigit(texts[0][^i]));
        return texts.Select(t => t[before..^after]);
    }

    private static int Common(int most, Func<int, bool> same, Func<int, bool> isDigitBefore)
    {
        var length = 0;
        while (length < most && same(length))
        {
            length++;
        }

        while (length > 0 && isDigitBefore(length))
        {
            length--;
        }

        return length;
    }
}

using System.Globalization;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// How many states and transitions the worlds have that are checked often. A world that comes to have others has changed:
/// whoever changed the model, the core or the world finds out here what it came to.
/// </summary>
internal sealed class Pins
{
    private readonly Dictionary<(string Subject, string World, bool Reduced), (long States, long Transitions)> _counts = [];

    /// <param name="table">
    /// A line for each world: what is checked, the world, <c>all</c> or <c>reduced</c>, states, transitions, with bars between.
    /// </param>
    public Pins(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var fields = line.Split('|', StringSplitOptions.TrimEntries);
            _counts.Add((fields[0], fields[1], fields[2] == "reduced"), (Count(fields[3]), Count(fields[4])));
        }
    }

    /// <summary>Those of the worlds of <c>tiny</c> and <c>small</c>.</summary>
    public static Pins Known { get; } = new("""
        model | tiny-dialback | all | 427 | 921
        model | tiny-dialback | reduced | 257 | 502
        model | tiny-external | all | 565 | 1171
        model | tiny-external | reduced | 395 | 736
        model | tiny-both-ways | all | 2985 | 7132
        model | tiny-both-ways | reduced | 2013 | 4760
        model | tiny-attack | all | 159777 | 591966
        model | tiny-attack | reduced | 144499 | 471287
        core | tiny-dialback | all | 8682 | 22972
        core | tiny-dialback | reduced | 6736 | 13680
        model | small-both-ways | all | 296157 | 1247974
        model | small-both-ways | reduced | 242941 | 980728
        model | small-external | all | 226208 | 831360
        model | small-external | reduced | 224965 | 793601
        model | small-external-shared | all | 177986 | 667126
        model | small-external-shared | reduced | 177030 | 646144
        model | small-multiplexing | all | 104706 | 398274
        model | small-multiplexing | reduced | 103906 | 384550
        model | small-bidi | all | 18347 | 52942
        model | small-bidi | reduced | 15463 | 44836
        model | small-attack | all | 329483 | 1142364
        model | small-attack | reduced | 291453 | 899902
        model | small-attack-on-a-link | all | 97842 | 364427
        model | small-attack-on-a-link | reduced | 95491 | 330679
        model | small-attack-on-tls | all | 79703 | 219846
        model | small-attack-on-tls | reduced | 62612 | 149600
        core | small-caller | all | 18464 | 41303
        core | small-caller-in-clear | all | 3608 | 6088
        core | small-old-caller | all | 21555 | 53238
        core | small-called | all | 100902 | 324726
        core | small-called-in-clear | all | 148191 | 540016
        core | small-called-for-bidi | all | 164 | 285
        core | small-disproved | all | 6 | 5
        core | small-authority | all | 70494 | 200588
        core | small-expired | all | 475 | 945
        core | small-misnamed | all | 475 | 945
        core | small-tls-fails | all | 219 | 422
        core | small-excluded | all | 17 | 17
        core | small-excluded | reduced | 17 | 17
        core | small-clear-excluded | all | 208 | 429
        core | small-clear-excluded | reduced | 196 | 326
        core | small-queue | all | 48 | 62
        core | small-queue | reduced | 48 | 54
        core | small-order | all | 39 | 53
        core | small-order | reduced | 39 | 45
        core | small-two-targets | all | 797 | 1450
        core | small-two-targets | reduced | 539 | 662
        core | small-two-senders | all | 797 | 1450
        core | small-two-senders | reduced | 539 | 662
        core | small-bidi | all | 482 | 856
        core | small-bidi | reduced | 412 | 544
        core | small-external | all | 88649 | 297818
        core | small-early | all | 6693 | 15209
        core | small-cut | all | 66287 | 234144
        core | small-shared | all | 141898 | 486832
        core | small-attacked | all | 106065 | 323654
        """);

    /// <summary>In what a complete exploration is not as it was; null where it is, or where nothing is known.</summary>
    public string? Differs(string subject, string world, bool reduced, long states, long transitions) =>
        _counts.TryGetValue((subject, world, reduced), out var known) && known != (states, transitions)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{subject} {world}: {states} states and {transitions} transitions, pinned are {known.States} and {known.Transitions}")
            : null;

    /// <summary>Whether a world is pinned.</summary>
    public bool Has(string subject, string world, bool reduced) => _counts.ContainsKey((subject, world, reduced));

    private static long Count(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

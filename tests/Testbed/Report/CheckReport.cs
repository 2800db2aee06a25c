using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What became of one property in one world.</summary>
/// <param name="Name">The property.</param>
/// <param name="Holds">Null where the exploration cannot tell.</param>
/// <param name="Witnessed">Whether its case came up; null where that cannot be told.</param>
internal readonly record struct CheckedProperty(string Name, bool? Holds, bool? Witnessed);

/// <summary>One world of a scope that was explored.</summary>
/// <param name="Name">The world.</param>
/// <param name="Subject"><c>core</c> or <c>model</c>.</param>
/// <param name="Reduced">Whether orders of independent steps were left out.</param>
/// <param name="States">How many there are.</param>
/// <param name="Transitions">How many steps lead from one to another.</param>
/// <param name="Depth">The longest of the shortest paths, in steps.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="BytesPerState">What the checker stored for each.</param>
/// <param name="MissedProbability">How probable it is that a state was taken for another one.</param>
/// <param name="Properties">What was judged.</param>
internal sealed record ScopeReport(
    string Name, string Subject, bool Reduced, long States, long Transitions, int Depth, double Seconds, double BytesPerState,
    double MissedProbability, Seq<CheckedProperty> Properties)
{
    public double StatesPerSecond => States / Math.Max(Seconds, 1e-9);
}

/// <summary>What the checking of a scope found.</summary>
/// <param name="Complete">False when a bound was met first.</param>
internal sealed record CheckReport(bool Complete, Seq<Violation> Violations, Seq<ScopeReport> Scopes)
{
    /// <summary>Of each subject its states and transitions, in all orders, and how many properties hold wherever they are judged.</summary>
    public IEnumerable<(string Subject, long States, long Transitions, Tally Held)> BySubject => Scopes.Where(s => !s.Reduced)
        .GroupBy(s => s.Subject).Select(g => (g.Key, g.Sum(s => s.States), g.Sum(s => s.Transitions), Held(g)));

    /// <summary>The properties of a subject whose case came up in none of its worlds.</summary>
    public IEnumerable<string> Unwitnessed => Scopes.GroupBy(s => s.Subject).SelectMany(g =>
        g.SelectMany(s => s.Properties).GroupBy(p => p.Name).Where(p => p.All(w => w.Witnessed is false))
            .Select(p => $"{p.Key} of the {g.Key}"));

    private static Tally Held(IEnumerable<ScopeReport> scopes)
    {
        var properties = scopes.SelectMany(s => s.Properties).Where(p => p.Holds is not null).GroupBy(p => p.Name).ToList();
        return new Tally(properties.Count, properties.Count(p => p.All(w => w.Holds is true)));
    }
}

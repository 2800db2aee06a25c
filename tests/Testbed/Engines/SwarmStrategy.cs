namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Leaves out of each execution a random half of what could go wrong, by its kind, and lets another strategy decide on the rest:
/// what is left out finds as much as what is put in, for one fault often hides what another one shows (A. Groce and others,
/// <i>Swarm Testing</i>, ISSTA 2012).
/// </summary>
internal sealed class SwarmStrategy(IStrategy inner, ulong seed) : IStrategy
{
    private readonly List<Option> _kept = [];
    private readonly List<int> _numbers = [];

    public int Pick(IReadOnlyList<Option> options)
    {
        _kept.Clear();
        _numbers.Clear();
        for (var i = 0; i < options.Count; i++)
        {
            if (!options[i].IsFault || IsIn(options[i].Label()))
            {
                _kept.Add(options[i]);
                _numbers.Add(i);
            }
        }

        return _numbers[inner.Pick(_kept)];
    }

    // A choice is one of what goes wrong where its plainest way is not taken.
    public int Choose(int count, Func<int, string> label) => IsIn(label(0)) ? inner.Choose(count, label) : 0;

    // The kind of a fault is its first word: `cut`, `reset`, `early`, `segment`.
    private bool IsIn(string label)
    {
        var kind = label.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? label[..space] : label;
        return (HappensBefore.Mixed(seed, HappensBefore.HashOf(kind)) & 1) == 0;
    }
}

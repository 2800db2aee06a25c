using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>Begins as an execution did that was worth it, and walks at random from there.</summary>
/// <param name="beginning">The first deviations of that execution.</param>
/// <param name="seed">What the rest is drawn from.</param>
internal sealed class ContinuedStrategy(Seq<Deviation> beginning, ulong seed) : IStrategy
{
    private readonly DeviatingStrategy _told = new(beginning);
    private readonly RandomStrategy _walk = new(seed);

    private bool HasBegun => _told.Taken.Count == beginning.Count;

    public int Pick(IReadOnlyList<Option> options) => HasBegun ? _walk.Pick(options) : _told.Pick(options);

    public int Choose(int count, Func<int, string> label) =>
        HasBegun ? _walk.Choose(count, label) : _told.Choose(count, label);
}

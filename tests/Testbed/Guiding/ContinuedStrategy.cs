using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>Begins as an execution did that was worth it, and goes on as another strategy says.</summary>
/// <param name="beginning">The first deviations of that execution.</param>
/// <param name="walk">Who says how it goes on.</param>
internal sealed class ContinuedStrategy(Seq<Deviation> beginning, IStrategy walk) : IStrategy
{
    private readonly DeviatingStrategy _told = new(beginning);

    private bool HasBegun => _told.Taken.Count == beginning.Count;

    public int Pick(IReadOnlyList<Option> options) => HasBegun ? walk.Pick(options) : _told.Pick(options);

    public int Choose(int count, Func<int, string> label) =>
        HasBegun ? walk.Choose(count, label) : _told.Choose(count, label);
}

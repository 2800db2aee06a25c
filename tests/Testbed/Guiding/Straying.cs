using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Strays from an execution at a few moments of it and follows it elsewhere (A. Li and others, Fest: some positions of a
/// recorded stream of random choices are drawn again).
/// </summary>
/// <param name="chance">What is drawn from.</param>
/// <param name="oneIn">At one of so many moments.</param>
internal sealed class Straying(Chance chance, int oneIn) : IStraying
{
    // Where something can go wrong, it does so as often as something is only late.
    public Deviation? Pick(Moment moment, IReadOnlyList<Option> options, int plain)
    {
        var faults = options.Count - plain;
        if ((faults == 0 && plain == 1) || chance.Below(oneIn) > 0)
        {
            return null;
        }

        return faults > 0 && (plain == 1 || chance.Below(2) == 0)
            ? Deviation.Strike(moment, options[plain + chance.Below(faults)].Label())
            : Deviation.Postpone(moment);
    }

    public Deviation? Choose(Moment moment, int count, Func<int, string> label) =>
        chance.Below(oneIn) == 0 ? Deviation.Take(moment, label(1 + chance.Below(count - 1))) : null;
}

using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Deviating;

/// <summary>Lets another strategy answer, and says of the execution where it has left the plainest way.</summary>
internal sealed class DerivingStrategy(IStrategy inner) : IStrategy
{
    private readonly PlainOrder _order = new();
    private readonly List<(int Step, Deviation Deviation)> _deviations = [];
    private int _step;

    /// <summary>Each with the number of the step before which it is decided on, from 1, as a trace counts.</summary>
    public IReadOnlyList<(int Step, Deviation Deviation)> Deviations => _deviations;

    /// <summary>How many steps a trace of the execution has.</summary>
    public int Steps => _step;

    public int Pick(IReadOnlyList<Option> options)
    {
        var pick = inner.Pick(options);
        _step++;
        var plain = Option.PlainIn(options);
        while (true)
        {
            var next = _order.Next(options, plain);
            var label = options[next].Label();
            if (next == pick)
            {
                _order.Ran(options[next], label);
                return pick;
            }

            var moment = _order.MomentOf(label);
            if (options[pick].IsFault)
            {
                _deviations.Add((_step, Deviation.Strike(moment, options[pick].Label())));
                return pick;
            }

            _deviations.Add((_step, Deviation.Postpone(moment)));
            _order.Postpone(options[next]);
        }
    }

    public int Choose(int count, Func<int, string> label)
    {
        var choice = inner.Choose(count, label);
        _step++;
        var plainest = label(0);
        if (choice > 0)
        {
            _deviations.Add((_step, Deviation.Take(_order.MomentOf(plainest), label(choice))));
        }

        _order.Ran(plainest);
        return choice;
    }
}

using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Deviating;

/// <summary>
/// The plainest way through an execution: loops before the network, whoever came first before the others, nothing goes
/// wrong. Who is postponed waits until nothing else can happen, or until it is his turn among the postponed: so that one
/// decision moves a step behind all others (delay-bounded scheduling: M. Emmi, S. Qadeer, Z. Rakamarić, POPL 2011, in which
/// the postponed goes behind those that wait already).
/// </summary>
internal sealed class PlainOrder
{
    private readonly List<object> _postponed = [];
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);

    /// <summary>What is plainest among the options.</summary>
    /// <param name="plain">How many of them are no faults, at least 1.</param>
    public int Next(IReadOnlyList<Option> options, int plain)
    {
        if (_postponed.Count == 0)
        {
            return 0;
        }

        var (next, rank) = (0, int.MaxValue);
        for (var i = 0; i < plain; i++)
        {
            var postponed = RankOf(options[i]);
            if (postponed < 0)
            {
                return i;
            }

            (next, rank) = postponed < rank ? (i, postponed) : (next, rank);
        }

        return next;
    }

    /// <summary>When something would happen.</summary>
    public Moment MomentOf(string label) => new(label, _times.GetValueOrDefault(label));

    /// <summary>It happens when nothing else can.</summary>
    public void Postpone(Option option)
    {
        _postponed.Remove(option.Source);
        _postponed.Add(option.Source);
    }

    /// <summary>It has happened.</summary>
    public void Ran(Option option, string label)
    {
        _postponed.Remove(option.Source);
        Ran(label);
    }

    /// <summary>A way was taken that has this name where it is the plainest.</summary>
    public void Ran(string label) => _times[label] = _times.GetValueOrDefault(label) + 1;

    /// <summary>Where something stands among the postponed; -1 where it is not postponed.</summary>
    public int RankOf(Option option)
    {
        for (var i = 0; i < _postponed.Count; i++)
        {
            if (ReferenceEquals(_postponed[i], option.Source))
            {
                return i;
            }
        }

        return -1;
    }
}

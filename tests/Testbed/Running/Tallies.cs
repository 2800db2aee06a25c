using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Adds up how often each property was exercised.</summary>
internal sealed class Tallies
{
    private readonly SortedDictionary<string, long> _times = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _strikes = new(StringComparer.Ordinal);

    public void Add(string property, long times) => _times[property] = _times.GetValueOrDefault(property) + times;

    public void Add(Execution execution)
    {
        foreach (var monitor in execution.Monitors)
        {
            Add(monitor.Property.Id, monitor.Exercised);
        }

        foreach (var strike in execution.Strikes.Names)
        {
            Count(strike);
        }

        if (!execution.World.Send.IsEmpty)
        {
            Count($"outcome:{Words.Of(OutcomeClasses.Of(execution))}");
        }
    }

    public void Add(Tallies other)
    {
        Add(other._times);
        AddStrikes(other._strikes);
    }

    /// <summary>In how many executions something of the simulated peers came into play.</summary>
    public void AddStrikes(IEnumerable<KeyValuePair<string, long>> strikes)
    {
        foreach (var (name, count) in strikes)
        {
            _strikes[name] = _strikes.GetValueOrDefault(name) + count;
        }
    }

    public Seq<Counted> StrikesToReport() => _strikes.Select(t => new Counted(t.Key, t.Value)).ToSeq();

    public SortedDictionary<string, long> StrikesToMap() => new(_strikes, StringComparer.Ordinal);

    public void Add(IEnumerable<KeyValuePair<string, long>> times)
    {
        foreach (var (property, count) in times)
        {
            Add(property, count);
        }
    }

    public SortedDictionary<string, long> ToMap() => new(_times, StringComparer.Ordinal);

    private void Count(string strike) => _strikes[strike] = _strikes.GetValueOrDefault(strike) + 1;

    public Seq<Exercised> ToReport() => _times.Select(t => new Exercised(t.Key, t.Value)).ToSeq();
}

using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Adds up how often each property was exercised.</summary>
internal sealed class Tallies
{
    private readonly SortedDictionary<string, long> _times = new(StringComparer.Ordinal);

    public void Add(string property, long times) => _times[property] = _times.GetValueOrDefault(property) + times;

    public void Add(Execution execution)
    {
        foreach (var monitor in execution.Monitors)
        {
            Add(monitor.Property.Id, monitor.Exercised);
        }
    }

    public void Add(Tallies other) => Add(other._times);

    public void Add(IEnumerable<KeyValuePair<string, long>> times)
    {
        foreach (var (property, count) in times)
        {
            Add(property, count);
        }
    }

    public SortedDictionary<string, long> ToMap() => new(_times, StringComparer.Ordinal);

    public Seq<Exercised> ToReport() => _times.Select(t => new Exercised(t.Key, t.Value)).ToSeq();
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Makes meters, and hears what is measured with these and with no others.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _made = [];

    public Meters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Hear(i, v, tags));
        _listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Hear(i, v, tags));
        _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Hear(i, v, tags));
        _listener.Start();
    }

    /// <summary>Whether it fails on everything that it hears.</summary>
    public bool Fails { get; init; }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        _made.Add(meter);
        return meter;
    }

    /// <summary>With which attributes an instrument has measured, each once, in order.</summary>
    public IReadOnlyList<string> AttributesOf(string instrument) =>
        [.. _measured.Where(m => m.Instrument == instrument).Select(m => m.Attributes).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyList<double> ValuesOf(string instrument) =>
        [.. _measured.Where(m => m.Instrument == instrument).Select(m => m.Value)];

    /// <summary>What an observable instrument says now.</summary>
    public IReadOnlyList<double> Observe(string instrument)
    {
        var before = _measured.Count;
        _listener.RecordObservableInstruments();
        return [.. _measured.Skip(before).Where(m => m.Instrument == instrument).Select(m => m.Value)];
    }

    /// <summary>Waits until an observable instrument says this.</summary>
    public async Task Becomes(string instrument, double value) =>
        await Until(() => Observe(instrument).SequenceEqual([value]), $"{instrument} does not become {value}");

    /// <summary>Waits until an instrument has measured.</summary>
    public async Task Told(string instrument) => await Until(() => ValuesOf(instrument).Count > 0, $"{instrument} is silent");

    public void Dispose()
    {
        _listener.Dispose();
        _made.ForEach(m => m.Dispose());
    }

    private static async Task Until(Func<bool> holds, string otherwise)
    {
        for (var since = Stopwatch.StartNew(); !holds(); await Task.Delay(10))
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(60), otherwise);
        }
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Fails)
        {
            throw new InvalidOperationException("no room");
        }

        _measured.Enqueue(new Measured(
            instrument.Name, value, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
    }

    private sealed record Measured(string Instrument, double Value, string Attributes);
}

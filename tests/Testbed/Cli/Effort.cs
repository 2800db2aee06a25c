namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What a piece of work may use: its seed, its time, and a line to say how far it is.</summary>
internal sealed record Effort(ulong Seed, Deadline Deadline, IProgressLine Progress);

/// <summary>The moment at which work stops, or none. A stopped run is incomplete, not wrong.</summary>
internal sealed class Deadline
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly TimeSpan? _length;

    private Deadline(TimeProvider clock, TimeSpan? length) =>
        (_clock, _start, _length) = (clock, clock.GetTimestamp(), length);

    /// <summary>No limit.</summary>
    public static Deadline Never { get; } = new(TimeProvider.System, null);

    public bool Passed => Left <= TimeSpan.Zero;

    /// <summary>The time that is left, never negative; null where there is no limit.</summary>
    public TimeSpan? Left => _length is not { } length ? null
        : length - _clock.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    /// <summary>From now on, that long; without a limit where <paramref name="length"/> is null.</summary>
    public static Deadline After(TimeSpan? length, TimeProvider? clock = null) =>
        new(clock ?? TimeProvider.System, length);

    /// <summary>A deadline of its own for the given share of what is left.</summary>
    public Deadline Share(double share) => new(_clock, Left * share);
}

/// <summary>One line that tells a person how far the work is; nothing where nobody looks.</summary>
internal interface IProgressLine
{
    void Show(string text);

    /// <summary>Removes the line, so that results start on a clean one.</summary>
    void Clear();
}

using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>Who has connected, by address: what <see cref="Admission"/> decides by. It grows and shrinks with the streams.</summary>
internal sealed record Crowd
{
    public static Crowd Empty { get; } = new();

    /// <summary>The addresses that have streams now.</summary>
    public Map<PeerAddress, Tally> Tallies { get; init; }

    /// <summary>How many streams of all addresses are half-open.</summary>
    public int HalfOpen { get; init; }

    /// <summary>When the attempts were last counted from zero, and how many each address has made since.</summary>
    public Attempts Attempts { get; init; } = Attempts.None;

    public Tally Of(PeerAddress address) => Tallies.TryGetValue(address, out var tally) ? tally : Tally.None;

    /// <summary>After a stream has begun (no <paramref name="before"/>), changed, or gone (no <paramref name="after"/>).</summary>
    public Crowd Changed(ConnectionId connection, IncomingStream? before, IncomingStream? after)
    {
        var (wasHalfOpen, isHalfOpen) = (before is { IsHalfOpen: true }, after is { IsHalfOpen: true });
        if (before is not null && after is not null && wasHalfOpen == isHalfOpen)
        {
            return this;
        }

        var address = (before ?? after)!.From;
        var tally = Of(address);
        var streams = tally.Streams + (before is null ? 1 : 0) - (after is null ? 1 : 0);
        var halfOpen = (wasHalfOpen, isHalfOpen) switch
        {
            (false, true) => tally.HalfOpen.Add(connection),
            (true, false) => tally.HalfOpen.RemoveAt(tally.HalfOpen.IndexOf(connection)),
            _ => tally.HalfOpen,
        };
        return this with
        {
            Tallies = streams == 0 ? Tallies.Without(address) : Tallies.With(address, new Tally(streams, halfOpen)),
            HalfOpen = HalfOpen + halfOpen.Count - tally.HalfOpen.Count,
        };
    }
}

/// <summary>What one address has.</summary>
/// <param name="Streams">How many streams.</param>
/// <param name="HalfOpen">Those of them on which nobody is authenticated, the oldest first.</param>
internal sealed record Tally(int Streams, Seq<ConnectionId> HalfOpen)
{
    public static Tally None { get; } = new(0, []);
}

/// <summary>The attempts to connect within one minute, by address.</summary>
/// <param name="Since">When the minute began, on the shell's clock.</param>
/// <param name="Counts">How many each address has made.</param>
internal sealed record Attempts(TimeSpan Since, Map<PeerAddress, int> Counts)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    public static Attempts None { get; } = new(TimeSpan.Zero, default);

    public int Of(PeerAddress address) => Counts.TryGetValue(address, out var count) ? count : 0;

    /// <summary>
    /// With one attempt more. Where more addresses come than are remembered, those that come late are not counted: the
    /// limits of open streams hold for them all the same.
    /// </summary>
    public Attempts With(Limits limits, PeerAddress address, TimeSpan at)
    {
        var current = at - Since < Length ? this : new Attempts(at, default);
        return current.Counts.Count < limits.AddressesMax || current.Counts.ContainsKey(address)
            ? current with { Counts = current.Counts.With(address, current.Of(address) + 1) }
            : current;
    }
}

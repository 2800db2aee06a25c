using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>What has become of a trace in the code of today.</summary>
internal abstract record Survival
{
    private Survival()
    {
    }

    /// <summary>It shows what it is kept for.</summary>
    /// <param name="Trace">How it stands today.</param>
    internal sealed record Shown(Trace Trace) : Survival
    {
        /// <summary>Whether nothing of it can be left out: its certificate was tried and holds.</summary>
        public bool IsMinimal { get; init; }

        /// <summary>The rule of the model that is broken in it, where that is what breaks.</summary>
        public string? Rule { get; init; }

        /// <summary>How it has changed; null where its file stands as it is.</summary>
        public Renewal? Renewal { get; init; }
    }

    /// <summary>It does not.</summary>
    /// <param name="Report">How it ends, or where it is stale.</param>
    /// <param name="Tried">What was tried to save it, in one sentence.</param>
    internal sealed record Lost(ReplayReport Report, string Tried) : Survival;
}

/// <summary>How a trace was made to stand again.</summary>
/// <param name="IsRetold">Whether it is another execution, and not the same one by other names.</param>
/// <param name="Why">In one sentence.</param>
internal sealed record Renewal(bool IsRetold, string Why);

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What a run says to the shell that started it.</summary>
internal enum ExitStatus
{
    /// <summary>Nothing wrong, also when the time was over first.</summary>
    Sound = 0,

    /// <summary>A violation, a trace that ends otherwise than it expects, a recording that parts.</summary>
    Violation = 1,

    /// <summary>Arguments or input that cannot be used.</summary>
    Unusable = 2,

    /// <summary>A trace with a step that is not possible any more.</summary>
    Stale = 3,

    /// <summary>Our own failure, nondeterminism included.</summary>
    OwnFailure = 4,
}

/// <summary>One status for several inputs.</summary>
internal static class ExitStatuses
{
    private static readonly ExitStatus[] GravestFirst =
        [ExitStatus.OwnFailure, ExitStatus.Unusable, ExitStatus.Stale, ExitStatus.Violation, ExitStatus.Sound];

    /// <summary>The graver of two: who cannot be trusted comes before what was found.</summary>
    public static ExitStatus Or(this ExitStatus one, ExitStatus other) =>
        Array.IndexOf(GravestFirst, one) <= Array.IndexOf(GravestFirst, other) ? one : other;
}

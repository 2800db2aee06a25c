using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>What a world comes to, coarsely. A generator that leaves one of these out tests nothing of it.</summary>
internal enum OutcomeClass
{
    ExternalOverStartTls,
    ExternalOverDirectTls,
    DialbackOverTls,
    DialbackInClear,

    /// <summary>No name, no connection, or no word on it (flavours N).</summary>
    NotReached,

    /// <summary>No TLS that both would have, or a certificate that one would not (flavours T, S).</summary>
    NotSecured,

    /// <summary>Refused in front of the features, or given up by the peer (flavours H, E).</summary>
    NotGreeted,

    /// <summary>No proof that both would have, or a proof that failed (flavours F, A, D).</summary>
    NotAuthenticated,
}

/// <summary>Reads the class of an execution off its first pair.</summary>
internal static class OutcomeClasses
{
    public static OutcomeClass Of(Execution execution)
    {
        var pair = execution.World.Send[0].Pair;
        return Outcomes.Of(execution, pair) switch
        {
            { Outcome: Proof.External, Tls: Encryption.Direct } => OutcomeClass.ExternalOverDirectTls,
            { Outcome: Proof.External } => OutcomeClass.ExternalOverStartTls,
            { Outcome: Proof.Dialback, Tls: Encryption.None } => OutcomeClass.DialbackInClear,
            { Outcome: Proof.Dialback } => OutcomeClass.DialbackOverTls,
            _ => ByReason(Outcomes.ReasonsOf(execution, pair).LastOrDefault()),
        };
    }

    // The last refusal is the one that nothing came after.
    private static OutcomeClass ByReason(string? reason) => reason?[0] switch
    {
        'T' or 'S' => OutcomeClass.NotSecured,
        'H' or 'E' => OutcomeClass.NotGreeted,
        'F' or 'A' or 'D' => OutcomeClass.NotAuthenticated,
        _ => OutcomeClass.NotReached,
    };
}

using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Core.Verifying;

/// <summary>
/// A question to an authoritative server that is not answered yet (XEP-0220 2.1.2), and who waits for it. The
/// first answer or failure consumes it; later ones find none and are dropped without a word (INV-6, INV-7).
/// </summary>
/// <param name="Question">What is asked.</param>
/// <param name="Asker">The receiving stream whose initiator waits.</param>
internal sealed record Verification(KeyQuestion Question, ConnectionId Asker)
{
    /// <summary>Where that stream comes from.</summary>
    public PeerAddress From { get; init; }

    public static VerificationStep Step(Verification? state, VerificationInput input) => (state, input) switch
    {
        // XEP-0220 2.5: an error met here "MUST" be told as `remote-server-not-found`; passed on as it is, the
        // authority's `item-not-found` would read as if this server did not host the target.
        ({ } s, VerificationInput.Answered(Verdict.Error)) => new(
            null, new StreamVerdict(s.Asker, s.Question, new Verdict.Error(StanzaCondition.RemoteServerNotFound))),
        ({ } s, VerificationInput.Answered(var verdict)) => new(null, new StreamVerdict(s.Asker, s.Question, verdict)),
        ({ } s, VerificationInput.GivenUp(var flavour)) => new(
            null, new StreamVerdict(s.Asker, s.Question, new Verdict.Error(Fallback.VerdictFor(flavour)))),
        _ => new(state, null),
    };
}

/// <summary>What a verification is told.</summary>
internal abstract record VerificationInput
{
    private VerificationInput()
    {
    }

    /// <summary>The authority has answered on the stream on which it was asked.</summary>
    public sealed record Answered(Verdict Verdict) : VerificationInput;

    /// <summary>The authority could not be asked.</summary>
    public sealed record GivenUp(Flavour Flavour) : VerificationInput;
}

/// <summary>To be told to the stream that waits.</summary>
internal sealed record StreamVerdict(ConnectionId Asker, KeyQuestion Question, Verdict Verdict);

/// <summary>The verification after a step, null when it is consumed, and whom to tell.</summary>
internal readonly record struct VerificationStep(Verification? State, StreamVerdict? Told);

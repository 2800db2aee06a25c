using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Routing;

/// <summary>
/// Which streams may serve which pairs. A stream that carries a pair already is found by its proofs; one that may be
/// asked for a further pair by the rules of XEP-0220 2.7. That two domains share an address makes a stream a candidate,
/// never an authorisation: the pair needs its own key and its own answer.
/// </summary>
internal static class Reuse
{
    /// <summary>The pairs that this server may write to a stream of its own.</summary>
    public static Seq<Verified> CarriedBy(InitiatingState state) => state is InitiatingState.Ready ready ? ready.Proofs : [];

    /// <summary>XEP-0288: the pairs that this server may write to a stream that a peer opened.</summary>
    public static Seq<Verified> CarriedBy(ReceivingState state) =>
        state is ReceivingState.Established established
            ? Bidirectional.Inverses(established.Session.Epoch, established.Proofs)
            : [];

    /// <summary>
    /// A stream on which a pair is authorised; null if there is none. Our own goes before a peer's, the older before the
    /// younger, so that both sides of two bidirectional streams keep what they have.
    /// </summary>
    public static (ConnectionId Connection, Verified Proof)? StreamOf(FederationState state, DomainPair pair)
    {
        foreach (var (connection, stream) in state.Outgoing)
        {
            if (ReceivingStream.ProofOf(CarriedBy(stream.State), pair) is { } proof)
            {
                return (connection, proof);
            }
        }

        foreach (var (connection, stream) in state.Incoming)
        {
            if (ReceivingStream.ProofOf(CarriedBy(stream.State), pair) is { } proof)
            {
                return (connection, proof);
            }
        }

        return null;
    }

    /// <summary>
    /// XEP-0220 2.7.1: a stream to the same target, on which another sender of ours is authorised. It "MAY be used without
    /// further negotiation"; ours asks for the feature of dialback errors all the same.
    /// </summary>
    public static SharedStream? ForSender(ServerContext context, FederationState state, DomainPair pair) =>
        Find(context, state, pair, stream => stream.Context.Errand.Remote == pair.Target);

    /// <summary>XEP-0220 2.7.2: a stream to the very host and port that would be tried first.</summary>
    public static SharedStream? ForTarget(
        ServerContext context, FederationState state, DomainPair pair, Resolution answer)
    {
        var policy = context.For(pair.Target);
        return policy.AllowTargetMultiplexing && answer is Resolution.Found { Targets: { IsEmpty: false } targets }
            && Fallback.First(policy, mayAuthenticate: false, targets[0].DirectTls) is not null
            ? Find(context, state, pair, stream => stream.Target == targets[0])
            : null;
    }

    private static SharedStream? Find(
        ServerContext context, FederationState state, DomainPair pair,
        Func<OutgoingStream, bool> leadsThere)
    {
        if (state.Refrained.ContainsKey(pair.Target))
        {
            return null;
        }

        foreach (var (connection, stream) in state.Outgoing)
        {
            if (stream.State is InitiatingState.Ready ready
                && leadsThere(stream) && MayCarry(context, stream, ready, pair.Target)
                && ready.Proofs.Count + ready.Requested.Count < context.Limits.PairsPerStreamMax)
            {
                return new SharedStream(connection, stream.Target);
            }
        }

        return null;
    }

    // The further pair is asked for by dialback, so everything that policy asks of dialback with its target holds.
    private static bool MayCarry(ServerContext context, OutgoingStream stream, InitiatingState.Ready ready, Domain target)
    {
        var policy = context.For(target);
        // XEP-0220 2.7.2 asks this for further targets. For further senders it is our caution: a server without it may end
        // the stream when one pair fails, or answer the second sender on a stream of the first (Prosody 0.12).
        return ready.Peer.TakesErrors
            && (!ready.Epoch.Authenticated || policy.AllowMultiplexingOnSasl)
            // Where EXTERNAL might be had on a stream of its own, and was not tried on this one, that is the better proof.
            && (ready.Epoch.Authenticated || policy.Sasl == SaslPolicy.Disabled || !context.HasCertificate
                || stream.Context.Policy.Sasl != SaslPolicy.Disabled)
            && (ready.Peer.DeclaresDialback || !policy.RequireDialbackNamespace)
            && policy.ForbidsDialback(ready.Epoch, target) is null
            && !policy.Abhors(ready.Epoch.VerdictFor(target))
            // What was published to prove one domain says nothing of another (INV-24).
            && ready.Epoch.Certificate is null or { Further: FurtherProof.None };
    }
}

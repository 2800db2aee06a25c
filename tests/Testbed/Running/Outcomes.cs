using System.Globalization;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>What one pair came to in one execution.</summary>
/// <param name="Outcome">The proof, as the initiator saw it.</param>
/// <param name="Tls">How the stream that carried the pair was encrypted.</param>
/// <param name="Bidi">Whether that stream carries stanzas both ways.</param>
/// <param name="ReceiverOutcome">The proof, as the receiver saw it.</param>
internal readonly record struct PairOutcome(Proof Outcome, Encryption Tls, bool Bidi, Proof ReceiverOutcome)
{
    public bool IsAgreed => Outcome == ReceiverOutcome;
}

/// <summary>Reads the outcomes of the pairs off an execution.</summary>
internal static class Outcomes
{
    public static PairOutcome Of(Execution execution, DomainPair pair)
    {
        var initiator = execution.Servers.First(s => s.Definition.Serves.Contains(pair.Sender));
        var admission = initiator.Admissions.FirstOrDefault(a => a.Proof.Pair == pair);
        var page = admission is null ? null : initiator.PageOf(admission.Connection);
        return new PairOutcome(
            ProofOf(admission?.Proof), EncryptionOf(page), page is { Bidi: true }, AtReceiver(execution, pair));
    }

    /// <summary>Everything that was refused on the way, as <c>flavour:condition</c>.</summary>
    public static IEnumerable<string> ReasonsOf(Execution execution, DomainPair pair) =>
        RefusalsOf(execution, pair).Select(Word);

    /// <summary>What would have to change so that nothing were refused, each sentence behind its <c>flavour:condition</c>.</summary>
    public static IEnumerable<string> RemediesOf(Execution execution, DomainPair pair) => RefusalsOf(execution, pair)
        .Select(r => $"{Word(r)}{(r.PolicyBit is null ? "" : $" ({r.PolicyBit})")}: {r.Remedy}");

    private static string Word(Reason reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{reason.Flavour}:{reason.Condition}");

    private static IEnumerable<Reason> RefusalsOf(Execution execution, DomainPair pair)
    {
        var initiator = execution.Servers.First(s => s.Definition.Serves.Contains(pair.Sender));
        var failures = initiator.Failures.Where(f => f.Errand is Errand.Carry carry && carry.Pair == pair).Select(f => f.Reasons);
        var detours = initiator.Admissions.Where(a => a.Proof.Pair == pair).Select(a => a.Reasons);
        return failures.Concat(detours).SelectMany(c => c.Reasons);
    }

    private static Proof AtReceiver(Execution execution, DomainPair pair)
    {
        var receiver = execution.Servers.FirstOrDefault(s => s.Definition.Serves.Contains(pair.Target));
        return receiver is null
            ? AtPeer(execution, pair)
            : ProofOf(receiver.Admissions.FirstOrDefault(a => a.Proof.Pair == pair)?.Proof);
    }

    // A simulated peer keeps no record; what it has said on the wire is what it thinks.
    private static Proof AtPeer(Execution execution, DomainPair pair)
    {
        var server = execution.World.Servers.First(s => s.Serves.Contains(pair.Target)).Name.Name;
        var page = execution.Network.Connections.Where(c => c.To == server).Select(execution.Book.PageOf)
            .FirstOrDefault(p => p.Grants(pair));
        return page is null ? Proof.None : page.SaslAgreed ? Proof.External : Proof.Dialback;
    }

    private static Proof ProofOf(Verified? proof) => proof?.Means switch
    {
        null => Proof.None,
        ProofMeans.External => Proof.External,
        _ => Proof.Dialback,
    };

    private static Encryption EncryptionOf(Page? page) => page switch
    {
        null or { Secured: false } => Encryption.None,
        { Connection.DirectTls: true } => Encryption.Direct,
        _ => Encryption.Starttls,
    };
}

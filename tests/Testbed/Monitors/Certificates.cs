using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// What a negotiator saw of the certificate of whom it talks to: judged for the domain that the headers of this epoch
/// name, apart from what the negotiator made of it.
/// </summary>
internal static class Seen
{
    /// <summary>The verdict for the other side's domain; null while there is no certificate that could have one.</summary>
    public static CertificateVerdict? Verdict(Written written) =>
        written.Side.Sees is { } certificate && Domain.TryParse(NameOfTheOther(written), out var domain)
            ? certificate.VerdictFor(domain)
            : null;

    /// <summary>RFC 6120 13.7.2.1: the initiator knows whom it wanted, the receiver what it was told.</summary>
    public static string? NameOfTheOther(Written written) =>
        written.ByInitiator ? written.Page.Initiator.Header?.To : written.Page.Initiator.Header?.From;
}

/// <summary>INV-21: who is strict authenticates nobody, and nowhere, behind a certificate that does not validate.</summary>
internal sealed class NothingIsProvedBehindABadCertificate(Func<string, string, Policy?> policyOf) : PropertyMonitor("INV-21")
{
    public override void OnWritten(Written written)
    {
        if (policyOf(written.Server, written.PeerServer) is not { StrictCertificates: true }
            || Seen.Verdict(written) is null or CertificateVerdict.Valid or CertificateVerdict.Missing)
        {
            return;
        }

        Require(
            !ProvingWords.Include(written.Meaning),
            () => $"{written.LinkName} carries {written.Meaning.GetType().Name} although {written.Server} is strict "
                + $"and saw a certificate that is {Seen.Verdict(written)}");
    }
}

/// <summary>
/// INV-24: what is published to prove a server is binding once it is found. To whom it is published for, nothing that
/// proves anything is said in clear, or where another certificate was presented, or where what is published is bogus.
/// </summary>
internal sealed class APublishedProofIsBinding(WorldDefinition world) : PropertyMonitor("INV-24")
{
    public override void OnWritten(Written written)
    {
        if (!written.ByInitiator || !written.IsOurs || !ProvingWords.Include(written.Meaning))
        {
            return;
        }

        var published = world.Servers.First(s => s.Name.Name == written.PeerServer).Dns.Proof;
        if (published is PublishedProof.Secure or PublishedProof.Mismatch or PublishedProof.Bogus)
        {
            Require(
                published == PublishedProof.Secure && written.Page.Secured,
                () => $"{written.LinkName} carries {written.Meaning.GetType().Name} although what is published of "
                    + $"{written.PeerServer} is {published}");
        }
    }
}

/// <summary>INV-22: EXTERNAL is neither offered nor attempted nor accepted without TLS, or without a verdict that bears it out.</summary>
internal sealed class ExternalStandsOnACertificate() : PropertyMonitor("INV-22")
{
    public override void OnWritten(Written written)
    {
        switch (written.Meaning)
        {
            case Heard.Features { Value.External: true } or Heard.Success:
                Require(
                    written.Page.Secured && Seen.Verdict(written) == CertificateVerdict.Valid,
                    () => $"{written.LinkName} carries {written.Meaning.GetType().Name} where the certificate of "
                        + $"{written.PeerServer} is {Seen.Verdict(written)?.ToString() ?? "unknown"}");
                break;
            case Heard.Auth:
                Require(written.Page.Secured, () => $"{written.LinkName} asks for EXTERNAL in clear");
                break;
        }
    }
}

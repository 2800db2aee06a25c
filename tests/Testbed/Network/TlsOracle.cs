using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>What each end learns from a handshake.</summary>
/// <param name="InitiatorSees">The TLS client's result.</param>
/// <param name="ReceiverSees">The TLS server's result.</param>
/// <param name="ByFault">Whether a fault of the world decided it.</param>
internal readonly record struct HandshakeResult(TlsResult InitiatorSees, TlsResult ReceiverSees, bool ByFault)
{
    /// <summary>Whether an alert tells the initiator, which is already done, why the receiver failed.</summary>
    public bool AlertFollows { get; init; }
}

/// <summary>TLS without cryptography: certificates are facts, a handshake is one event with a stated result.</summary>
internal static class TlsOracle
{
    public static HandshakeResult Shake(ServerDefinition initiator, ServerDefinition receiver) =>
        receiver.Refuses("T1") ? Fail("handshake failure") with { ByFault = false }
        : receiver.Certificate == CertificateState.Missing
            ? Fail("handshake failure: no certificate") with { ByFault = false }
            : new(
                new TlsResult(AtInitiator(receiver), null),
                new TlsResult(Presented(initiator, asClient: true), null),
                ByFault: false);

    public static HandshakeResult Fail(string alert) => new(new TlsResult(null, alert), new TlsResult(null, alert), true);

    /// <summary>TLS 1.3: the client's own Finished precedes the refusal, so only the server knows of it at once.</summary>
    public static HandshakeResult FailAfterwards(ServerDefinition receiver, string alert) =>
        new(new TlsResult(AtInitiator(receiver), null), new TlsResult(null, alert), true);

    // Who dials knows what is published of whom it dials.
    private static PeerCertificate AtInitiator(ServerDefinition receiver) =>
        Presented(receiver, asClient: false) is { Presented: true } certificate
            ? certificate with
            {
                Further = receiver.Dns.Proof switch
                {
                    PublishedProof.Secure => FurtherProof.Agrees,
                    PublishedProof.Mismatch => FurtherProof.Disagrees,
                    _ => FurtherProof.None,
                },
            }
            : PeerCertificate.Missing;

    private static PeerCertificate Presented(ServerDefinition server, bool asClient) => server.Certificate switch
    {
        _ when server.Refuses("T3") => Of(server, CertificateProblem.Expired),
        CertificateState.Missing => PeerCertificate.Missing,
        CertificateState.Expired => Of(server, CertificateProblem.Expired),
        CertificateState.SelfSigned => Of(server, CertificateProblem.SelfSigned),
        CertificateState.UnknownCa => Of(server, CertificateProblem.UnknownAuthority),
        CertificateState.NoClientPurpose when asClient => Of(server, CertificateProblem.WrongPurpose),
        CertificateState.WrongName => new PeerCertificate(
            true, CertificateProblem.None, [new PresentedName(PresentedNameKind.DnsId, $"host.{server.Name}")]),
        _ => Of(server, CertificateProblem.None),
    };

    private static PeerCertificate Of(ServerDefinition server, CertificateProblem problem) => new(
        true, problem, server.Serves.Select(d => new PresentedName(PresentedNameKind.DnsId, d.Name)).ToSeq());
}

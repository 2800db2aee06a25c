using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What two servers come to when one opens a stream to the other and nothing goes wrong, reasoned from what each of
/// them demands and not from what is said on the wire: a second opinion, for the fields of the combinations.
/// </summary>
internal static class ExpectedOutcome
{
    public static PairOutcome Of(ServerDefinition from, ServerDefinition to)
    {
        var (initiator, receiver) = (from.Policy, to.Policy);
        // RFC 6120 5.4.3.1: a receiver without a certificate cannot offer TLS.
        var encrypted = initiator.Tls != TlsPolicy.Disabled && receiver.Tls != TlsPolicy.Disabled && HasOne(to);
        var demanded = initiator.Tls == TlsPolicy.Required || receiver.Tls == TlsPolicy.Required;
        return encrypted switch
        {
            false when demanded => Nothing,
            false => MayDialBack(from, to, encrypted) ? Both(Proof.Dialback, Encryption.None) : Nothing,
            // RFC 6120 13.7.2: who is strict goes no further with a certificate that does not validate.
            _ when IsRepelledBy(initiator, to) || IsRepelledBy(receiver, from) => Nothing,
            // XEP-0178 3: both certificates prove what they say, and both servers want it so.
            _ when initiator.Sasl != SaslPolicy.Disabled && receiver.Sasl != SaslPolicy.Disabled && Proves(from) && Proves(to) =>
                Both(Proof.External, Encryption.Starttls),
            _ => MayDialBack(from, to, encrypted) ? Both(Proof.Dialback, Encryption.Starttls) : Nothing,
        };
    }

    // XEP-0220: both accept it as proof, and the receiver gets an answer of the authority, which is the initiator.
    private static bool MayDialBack(ServerDefinition from, ServerDefinition to, bool encrypted) =>
        Accepts(from.Policy) && Accepts(to.Policy) && MayAsk(to, from, encrypted);

    // The question travels in TLS where the authority offers it; who is strict then asks nobody whose certificate is bad.
    // In clear it travels where both would, and after TLS on the first stream only where both could do without.
    private static bool MayAsk(ServerDefinition asker, ServerDefinition authority, bool encrypted) =>
        asker.Policy.Tls != TlsPolicy.Disabled && authority.Policy.Tls != TlsPolicy.Disabled && HasOne(authority)
            ? !IsRepelledBy(asker.Policy, authority)
            : !encrypted || (asker.Policy.Tls == TlsPolicy.Optional && authority.Policy.Tls == TlsPolicy.Optional);

    private static bool Accepts(Policy policy) => policy is { Dialback: DialbackPolicy.Always, Sasl: not SaslPolicy.Required };

    private static bool IsRepelledBy(Policy policy, ServerDefinition other) => policy.StrictCertificates && HasOne(other) && !Proves(other);

    private static bool HasOne(ServerDefinition server) => server.Certificate != CertificateState.Missing;

    private static bool Proves(ServerDefinition server) => server.Certificate == CertificateState.Valid;

    private static PairOutcome Nothing => Both(Proof.None, Encryption.None);

    private static PairOutcome Both(Proof proof, Encryption tls) => new(proof, tls, Bidi: false, proof);
}

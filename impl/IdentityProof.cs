using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation;

/// <summary>
/// What a further way of proving a server's identity says of a remote domain: DANE (RFC 7673), POSH (RFC 7711) or
/// another one of the application's. This library brings none along, since none can be had without a resolver that
/// validates DNSSEC, or without HTTPS; <see cref="FederationOptions.FindProofAsync"/> takes the application's.
/// </summary>
public abstract record IdentityProof
{
    private IdentityProof()
    {
    }

    /// <summary>Nothing is published: the certificate's path decides, as without this.</summary>
    public sealed record Absent : IdentityProof;

    /// <summary>Something is published, but not secured: it proves nothing, and the certificate's path decides.</summary>
    public sealed record Insecure : IdentityProof;

    /// <summary>
    /// What is published does not verify: somebody interferes. Nothing is sent to the domain, not even in clear.
    /// </summary>
    /// <param name="Detail">What is wrong, for the reason chain.</param>
    public sealed record Bogus(string Detail) : IdentityProof;

    /// <summary>
    /// What is published is secure, and from here on binding: TLS is a must, whatever the policy allows otherwise (RFC
    /// 7673 3.4), a certificate that agrees is valid for the domain, and any other ends the attempt.
    /// </summary>
    /// <param name="Agrees">Whether a certificate is one that is published.</param>
    public sealed record Secure(Func<X509Certificate2, bool> Agrees) : IdentityProof;
}

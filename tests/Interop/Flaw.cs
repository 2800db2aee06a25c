using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>What is wrong with a certificate.</summary>
public enum Flaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It names another domain.</summary>
    WrongName,

    /// <summary>It has signed itself.</summary>
    SelfSigned,

    /// <summary>The authority that has issued it is unknown to the other side.</summary>
    UnknownAuthority,

    /// <summary>It is for TLS servers only (RFC 5280 4.2.1.12).</summary>
    ServersOnly,

    /// <summary>It is for TLS clients only.</summary>
    ClientsOnly,

    /// <summary>There is none.</summary>
    Missing,
}

/// <summary>The certificates with these flaws.</summary>
internal static class Flaws
{
    /// <summary>The certificate that a domain presents; null where it has none.</summary>
    public static X509Certificate2? CertificateFor(this Flaw flaw, Domain domain) => flaw switch
    {
        Flaw.Expired => Authority.Ours.Issue(domain.Name, until: Authority.Now.AddDays(-1)),
        Flaw.WrongName => Authority.Ours.Issue("somebody-else.example"),
        Flaw.SelfSigned => Authority.SelfSigned(domain.Name),
        Flaw.UnknownAuthority => Authority.Theirs.Issue(domain.Name),
        Flaw.ServersOnly => Authority.Ours.Issue(domain.Name, purposes: Authority.ServerPurpose),
        Flaw.ClientsOnly => Authority.Ours.Issue(domain.Name, purposes: Authority.ClientPurpose),
        Flaw.Missing => null,
        _ => Authority.Ours.Issue(domain.Name),
    };
}

using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// What a recording tells of the server's certificate: its names where our side validated it, else nothing, which
/// is not taken as good.
/// </summary>
internal static partial class PeerCertificates
{
    private static readonly PeerCertificate Unjudged = new(true, CertificateProblem.Other, []);

    /// <summary>From an event such as <c>tls ok TLSv1.3 … peer-san=(('DNS', 'a.example'),)</c>.</summary>
    public static PeerCertificate From(string text)
    {
        var names = DnsName().Matches(text)
            .Select(m => new PresentedName(PresentedNameKind.DnsId, m.Groups[1].Value))
            .ToSeq();
        return names.IsEmpty ? Unjudged : new(true, CertificateProblem.None, names);
    }

    [GeneratedRegex(@"\('DNS', '([^']+)'\)")]
    private static partial Regex DnsName();
}

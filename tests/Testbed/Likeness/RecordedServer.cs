using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Testbed.Recordings;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>
/// How a recorded server was configured, in the words of a world file, and what our side presented to it. The
/// names of the recordings say both.
/// </summary>
/// <param name="Profile">The name of the profile that describes the server.</param>
/// <param name="Definition">Its configuration.</param>
/// <param name="OursAsInitiator">Our certificate where our side dialled.</param>
/// <param name="OursAsReceiver">Our certificate where the server dialled.</param>
internal sealed record RecordedServer(
    string Profile, ServerDefinition Definition, PeerCertificate OursAsInitiator, PeerCertificate OursAsReceiver)
{
    /// <summary>Who our side is in most recordings.</summary>
    public static Domain Ours { get; } = Domain.Parse("ours.test");

    /// <summary>In whose names our side speaks where it speaks in several.</summary>
    public static Domain[] AllOfOurs { get; } = [Ours, Domain.Parse("ours2.test")];

    private static readonly (string Server, string Profile)[] Profiles =
    [
        ("prosody", "prosody-0.12"), ("ejabberd", "ejabberd-23.01"), ("jabberd2", "jabberd2-2.7"),
    ];

    // The cases in which our side presented a certificate that is good, by how their names begin.
    private static readonly string[] WithCertificate =
    [
        "external", "directtls", "cert-", "init-", "sasl-", "stanza-", "xml-authed-", "large-authed-", "close-",
        "db-piggyback-after-external", "idle-auth-external", "idle-tls-features", "starttls-twice", "tls-wrong-sni",
    ];

    private static readonly string[] WithoutCertificate = ["sasl-fail-then-dialback", "stanza-before-auth"];

    /// <summary>Null where no profile describes the server.</summary>
    public static RecordedServer? Of(RecordedLines recorded)
    {
        var family = recorded.Server.Split('-')[0];
        var profile = Array.Find(Profiles, p => p.Server == family).Profile;
        return profile is null
            ? null
            : new(profile, Configured(recorded, family), AsInitiator(recorded.Case), AsReceiver(recorded.Case));
    }

    private static ServerDefinition Configured(RecordedLines recorded, string family) => new(recorded.Domain)
    {
        // Prosody ran with two virtual hosts.
        Domains = family == "prosody" ? [Domain.Parse("multi1.test")] : [],
        Policy = recorded.Server switch
        {
            _ when recorded.Server.EndsWith("-plain", StringComparison.Ordinal) => new Policy
            {
                Tls = TlsPolicy.Disabled,
                Dialback = DialbackPolicy.Always,
                StrictCertificates = false,
            },
            "prosody-strict" => new Policy(),
            "ejabberd-strict" => new Policy { Dialback = DialbackPolicy.Never },
            "jabberd2" => new Policy
            {
                Tls = TlsPolicy.Optional,
                Dialback = DialbackPolicy.Always,
                StrictCertificates = false,
            },
            _ => new Policy { StrictCertificates = false },
        },
    };

    private static PeerCertificate AsInitiator(string name) => name switch
    {
        "cert-expired" => Certificate(CertificateProblem.Expired),
        "cert-selfsigned" => Certificate(CertificateProblem.SelfSigned),
        "cert-otherca" => Certificate(CertificateProblem.UnknownAuthority),
        "cert-serverauth" => Certificate(CertificateProblem.WrongPurpose),
        "cert-wrongname" => Naming("wrong.test"),
        "db-piggyback-after-external-cert-both" => Naming("ours.test", "ours2.test"),
        _ when Begins(name, WithCertificate) && !Begins(name, WithoutCertificate) => Naming("ours.test"),
        _ => PeerCertificate.Missing,
    };

    private static PeerCertificate AsReceiver(string name) => name switch
    {
        "init-cert-expired" => Certificate(CertificateProblem.Expired),
        "init-cert-selfsigned" or "db-auth-selfsigned" => Certificate(CertificateProblem.SelfSigned),
        "init-cert-wrongname" => Naming("wrong.test"),
        _ => Naming("ours.test"),
    };

    private static bool Begins(string name, string[] beginnings) =>
        Array.Exists(beginnings, b => name.StartsWith(b, StringComparison.Ordinal));

    private static PeerCertificate Naming(params string[] names) => new(
        true, CertificateProblem.None, names.Select(n => new PresentedName(PresentedNameKind.DnsId, n)).ToSeq());

    private static PeerCertificate Certificate(CertificateProblem problem) => Naming("ours.test") with { Problem = problem };
}

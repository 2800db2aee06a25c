namespace Xmpp.Federation.Model.Protocol;

/// <summary>The worlds that the model is explored in, by the name of the scope that they make up.</summary>
internal static class Scopes
{
    private static readonly Demands Encrypted = new(TlsUse.Required, External: false, DialbackUse.WithTls, StrictCertificates: true);
    private static readonly Demands InClear = new(TlsUse.Never, External: false, DialbackUse.Always, StrictCertificates: true);
    private static readonly Demands Proving = Encrypted with { External = true };

    private static readonly DomainName A = new(0);
    private static readonly DomainName B = new(1);
    private static readonly DomainName C = new(2);

    /// <summary>For tests: a second or so.</summary>
    public static IReadOnlyList<Scope> Tiny { get; } =
    [
        World("tiny-dialback", Encrypted, [new(A, B)]) with { Shows = ["dialback"] },
        World("tiny-external", Proving, [new(A, B)]) with { Shows = ["external", "dialback"] },
        World("tiny-both-ways", Encrypted, [new(A, B), new(B, A)]) with { Connections = 4, Shows = ["dialback", "late verdict"] },
        World("tiny-attack", InClear, [new(A, B)]) with { Connections = 3, Attacks = 4, Shows = ["dialback", "imposture"] },
    ];

    /// <summary>For every build: within a minute.</summary>
    public static IReadOnlyList<Scope> Small { get; } =
    [
        World("small-both-ways", Encrypted, [new(A, B), new(B, A)]) with
        {
            Connections = 4, Cuts = 1, Shows = ["dialback", "late verdict"],
        },
        World("small-external", Proving, [new(A, B)]) with { Cuts = 1, Refusals = 1, Shows = ["external", "refusal"] },
        World("small-external-shared", Proving with { SharesExternal = true }, [new(A, B), new(A, C)]) with
        {
            Cuts = 1, Shows = ["external", "multiplexing"],
        },
        World("small-multiplexing", Encrypted, [new(A, B), new(A, C)]) with { Cuts = 1, Shows = ["multiplexing"] },
        World("small-bidi", Encrypted with { Bidi = true }, [new(A, B), new(B, A)]) with { Connections = 3, Shows = ["bidi"] },
        World("small-attack", InClear, [new(A, B), new(B, A)]) with { Connections = 3, Attacks = 3, Shows = ["imposture"] },
        World("small-attack-on-a-link", InClear, [new(A, B)]) with { Connections = 3, Attacks = 2, Exposed = 0, Shows = ["imposture"] },
        World("small-attack-on-tls", Encrypted, [new(A, B), new(B, A)]) with
        {
            Connections = 4, Attacks = 1, Exposed = 0, Shows = ["imposture"],
        },
    ];

    /// <summary>For nights.</summary>
    public static IReadOnlyList<Scope> Large { get; } =
    [
        World("large-everything", Proving with { SharesExternal = true, Bidi = true }, [new(A, B), new(A, C), new(B, A)]) with
        {
            Connections = 4, Cuts = 1, Refusals = 1, Shows = ["external", "multiplexing", "bidi", "refusal"],
        },
        World("large-two-stanzas", Encrypted, [new(A, B), new(A, C), new(B, A)]) with
        {
            Connections = 4, Cuts = 1, Refusals = 1, Stanzas = 2, Shows = ["multiplexing", "refusal", "late verdict"],
        },
        World("large-patient-attacker", InClear, [new(A, B), new(A, C), new(B, A)]) with
        {
            Connections = 4, Attacks = 4, Exposed = 0, Cuts = 1, Shows = ["imposture", "multiplexing"],
        },
    ];

    // Two servers: one serves a, the other b and c.
    private static Scope World(string name, Demands demands, Pair[] wanted)
    {
        Demands[] towards = [.. Enumerable.Repeat(demands, DomainName.CountMax)];
        var (first, second) = (DomainSet.Empty.With(A), DomainSet.Empty.With(B).With(C));
        return new Scope(
            name,
            [new Facts(0, first, HasCertificate: true, towards), new Facts(1, second, HasCertificate: true, towards)],
            [new Certificate(CertificateKind.Good, first), new Certificate(CertificateKind.Good, second)],
            wanted);
    }
}

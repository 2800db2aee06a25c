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
        World("dialback", Encrypted, [new(A, B)]),
        World("external", Proving, [new(A, B)]),
        World("dialback both ways", Encrypted, [new(A, B), new(B, A)]) with { Connections = 4 },
        World("attack in clear", InClear, [new(A, B)]) with { Connections = 3, Attacks = 2 },
    ];

    /// <summary>For every build: within a minute.</summary>
    public static IReadOnlyList<Scope> Small { get; } =
    [
        World("dialback both ways", Encrypted, [new(A, B), new(B, A)]) with { Connections = 4, Cuts = 1 },
        World("external", Proving, [new(A, B)]) with { Cuts = 1, Refusals = 1 },
        World("external, shared", Proving with { SharesExternal = true }, [new(A, B), new(A, C)]) with { Connections = 2, Cuts = 1 },
        World("multiplexing", Encrypted, [new(A, B), new(A, C)]) with { Connections = 2, Refusals = 1 },
        World("bidi", Encrypted with { Bidi = true }, [new(A, B), new(B, A)]) with { Connections = 3 },
        World("attack in clear", InClear, [new(A, B), new(A, C)]) with { Connections = 3, Attacks = 2 },
        World("attack on a link in clear", InClear, [new(A, B)]) with { Connections = 3, Attacks = 2, Exposed = 0 },
        World("attack on who encrypts", Encrypted, [new(A, B), new(B, A)]) with { Connections = 4, Attacks = 1, Exposed = 0 },
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

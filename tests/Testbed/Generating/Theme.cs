namespace Xmpp.Federation.Testbed.Generating;

/// <summary>
/// What a generated world is biased to come to. Any two policies drawn at random mostly exclude each other; a theme
/// fixes as little as its outcome needs and leaves the rest to chance.
/// </summary>
internal sealed record Theme
{
    /// <summary>How often it is drawn, against the others.</summary>
    public required int Weight { get; init; }

    /// <summary>The TLS policies of both servers.</summary>
    public TlsPolicy[] Tls { get; init; } = [TlsPolicy.Required, TlsPolicy.Optional];

    public SaslPolicy[] Sasl { get; init; } = [SaslPolicy.Optional];

    public DialbackPolicy[] Dialback { get; init; } = Enum.GetValues<DialbackPolicy>();

    public CertificateKind Certificates { get; init; } = CertificateKind.Good;

    /// <summary>Whether there is a service with direct TLS; null leaves it to chance.</summary>
    public bool? DirectTls { get; init; } = false;

    /// <summary>What a simulated peer refuses with, one of these at least; none where this is empty.</summary>
    public string[] Flavours { get; init; } = [];

    /// <summary>Whether there is always a simulated peer that refuses.</summary>
    public bool NeedsFlavour { get; init; }

    /// <summary>What a peer may be; empty allows all profiles.</summary>
    public string[] Profiles { get; init; } = [];

    /// <summary>Whether the name service leads to the peer.</summary>
    public bool HasName { get; init; } = true;

    /// <summary>The theme in which a flavour strikes best, with a peer that refuses in this way and no other.</summary>
    public static Theme For(string flavour) =>
        All.First(t => t.Flavours.Contains(flavour)) with { Flavours = [flavour], NeedsFlavour = true, Profiles = ["conforming"] };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Theme> All { get; } =
    [
        // Authenticated by EXTERNAL.
        new() { Weight = 16, Flavours = ["D5", "E2"], Profiles = ["conforming", "prosody-0.12", "ejabberd-23.01", "soapbox-2004"] },
        new()
        {
            Weight = 22,
            Tls = [TlsPolicy.Required, TlsPolicy.Optional, TlsPolicy.DirectOnly],
            DirectTls = true,
            Flavours = ["D5", "E2"],
            Profiles = ["conforming", "prosody-0.12", "ejabberd-23.01"],
        },

        // Authenticated by dialback.
        new()
        {
            Weight = 14,
            Sasl = [SaslPolicy.Disabled, SaslPolicy.Optional],
            Dialback = [DialbackPolicy.TlsOnly, DialbackPolicy.Always],
            Certificates = CertificateKind.Tolerated,
            Flavours = ["A1", "A2", "A3", "A4", "A5", "E3", "F1", "F4", "D5", "D5", "D5", "D5"],
        },
        new()
        {
            Weight = 18,
            Tls = [TlsPolicy.Disabled, TlsPolicy.Optional],
            Dialback = [DialbackPolicy.Always],
            Certificates = CertificateKind.Missing,
            Flavours = ["F2", "H3", "E2"],
            Profiles = ["conforming", "legacy-0.9", "jabberd14-2004", "jabberd2-2.7", "prosody-0.12", "ejabberd-23.01"],
        },

        // Refused, in the order of a negotiation.
        new() { Weight = 4, Flavours = ["N1", "N2", "N3", "N4"], NeedsFlavour = true },
        new() { Weight = 4, HasName = false },
        new()
        {
            Weight = 4,
            Tls = [TlsPolicy.Optional],
            Dialback = [DialbackPolicy.Always],
            DirectTls = null,
            Flavours = ["T1", "T2"],
            NeedsFlavour = true,
        },
        new() { Weight = 6, Flavours = ["T3", "S1", "S2", "S3"], NeedsFlavour = true },
        new() { Weight = 4, Tls = Enum.GetValues<TlsPolicy>(), Certificates = CertificateKind.Any },
        new() { Weight = 8, Flavours = ["H1", "H2", "H3", "H4", "H5", "E1", "E4"], NeedsFlavour = true },
        new()
        {
            Weight = 12,
            Sasl = [SaslPolicy.Disabled, SaslPolicy.Optional],
            Flavours = ["D1", "D2", "D3", "D4", "F3"],
            NeedsFlavour = true,
        },
        new() { Weight = 8, Sasl = Enum.GetValues<SaslPolicy>(), Flavours = ["A1", "A2", "A3", "A4", "A5", "F1", "F4"] },

        // Whatever comes of it.
        new()
        {
            Weight = 14,
            Tls = Enum.GetValues<TlsPolicy>(),
            Sasl = Enum.GetValues<SaslPolicy>(),
            Certificates = CertificateKind.Any,
            DirectTls = null,
            Flavours = [.. Model.Peers.Flavours.All.Select(f => f.Name)],
        },
    ];
}

/// <summary>Which certificates the servers of a theme have.</summary>
internal enum CertificateKind
{
    Good,

    /// <summary>Any that does not end the negotiation, because the policies are lenient where it is bad.</summary>
    Tolerated,

    /// <summary>Good or none at one server.</summary>
    Missing,

    Any,
}

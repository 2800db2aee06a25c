namespace Xmpp.Federation.Interop.Tests;

/// <summary>What comes of a flaw in our certificate.</summary>
public sealed class OurCertificateTests(Servers servers) : RefusalTests(servers)
{
    // Prosody offers EXTERNAL only to those whose certificate it trusts; ejabberd offers it to everybody, and refuses
    // it afterwards; jabberd2 knows no EXTERNAL.
    private const string AfterExternal = "Dialback after A1 not-authorized";

    // Prosody ends the stream inside TLS. Without EXTERNAL it is tried once more, as row H5 wants it.
    private const string Closed = "remote-server-timeout after H5 not-authorized; H5 not-authorized";

    // ejabberd refuses EXTERNAL, then the key as well: it has no dialback, which is no secret to a stream of its own.
    private const string Failed = "remote-server-timeout after A1 not-authorized; A3 not-authorized; D3 not-authorized";

    // Where TLS is told to verify, it does not look for names, and refuses with an alert.
    private const string Alert = "remote-server-timeout after T1";

    public static Table<Flaw> WhenTheyAreLenient => new()
    {
        { Flaw.None, "External", "External", "Dialback" },
        { Flaw.Expired, "Dialback", AfterExternal, "Dialback" },
        { Flaw.WrongName, "Dialback", AfterExternal, "Dialback" },
        { Flaw.SelfSigned, "Dialback", AfterExternal, "Dialback" },
        { Flaw.UnknownAuthority, "Dialback", AfterExternal, "Dialback" },
        { Flaw.ServersOnly, "External", AfterExternal, "Dialback" },
        { Flaw.ClientsOnly, "Dialback", "External", "Dialback" },
        { Flaw.Missing, "Dialback", "Dialback", "Dialback" },
    };

    public static Table<Flaw> WhenTheyAreStrict => new()
    {
        { Flaw.None, "External", "External", "Dialback" },
        { Flaw.Expired, Closed, Failed, Alert },
        { Flaw.WrongName, Closed, Failed, "Dialback" },
        { Flaw.SelfSigned, Closed, Failed, Alert },
        { Flaw.UnknownAuthority, Closed, Failed, Alert },
        { Flaw.ServersOnly, "External", Failed, Alert },
        { Flaw.ClientsOnly, Closed, "External", "Dialback" },
        { Flaw.Missing, "remote-server-timeout after H5 not-authorized", "remote-server-timeout after D3 not-authorized", Alert },
    };

    // As TLS client a strict Prosody says why it goes; a lenient one goes on, and so do the others.
    public static Table<Flaw> WhenTheyDial => new()
    {
        { Flaw.Expired, "PeerRefused", null, null },
        { Flaw.WrongName, "PeerRefused", null, null },
        { Flaw.SelfSigned, "PeerRefused", null, null },
        { Flaw.UnknownAuthority, "PeerRefused", null, null },
        { Flaw.ServersOnly, "External", "External", null },
        { Flaw.ClientsOnly, "PeerRefused", null, null },
    };

    [Theory]
    [MemberData(nameof(WhenTheyAreLenient))]
    public Task We_dial_who_is_lenient(Make make, Flaw flaw, string expected) =>
        BecomesAsync(expected, Dialling(make, Demands.StartTls, flaw));

    [Theory]
    [MemberData(nameof(WhenTheyAreStrict))]
    public Task We_dial_who_is_strict(Make make, Flaw flaw, string expected) =>
        BecomesAsync(expected, Dialling(make, Demands.StartTlsAndCertificate, flaw));

    [Theory]
    [MemberData(nameof(WhenTheyDial))]
    public Task Who_is_strict_dials_us(Make make, Flaw flaw, string expected) =>
        IsDecidedAsync(expected, Dialled(make, Demands.StartTlsAndCertificate, flaw));

    // A strict ejabberd closes the stream without a word to us.
    [Theory]
    [InlineData(Flaw.Expired, "certificate has expired")]
    [InlineData(Flaw.WrongName, "Certificate host name mismatch")]
    [InlineData(Flaw.SelfSigned, "self signed certificate")]
    [InlineData(Flaw.UnknownAuthority, "unable to verify the first certificate")]
    [InlineData(Flaw.ClientsOnly, "unsupported certificate purpose")]
    public Task A_strict_ejabberd_dials_us(Flaw flaw, string expected) => IsSaidAsync(
        $"Peer certificate rejected: {expected}", Dialled(Make.Ejabberd, Demands.StartTlsAndCertificate, flaw));

    [Theory]
    [InlineData(Make.Prosody, "External")]
    [InlineData(Make.Ejabberd, "External")]
    [InlineData(Make.Jabberd2, "Dialback")]
    public Task Who_is_lenient_dials_us_all_the_same(Make make, string expected) =>
        IsDecidedAsync(expected, Dialled(make, Demands.StartTls, Flaw.UnknownAuthority));

    // Who dials back to somebody without a certificate finds no TLS, and a strict jabberd2 no certificate to its taste.
    private static Arrangement Dialling(Make make, Demands demands, Flaw flaw) => new(make, demands)
    {
        Dialler = Usual with { Flaw = flaw },
        Listener = flaw == Flaw.Missing || demands != Demands.StartTls ? Usual : null,
    };

    private static Arrangement Dialled(Make make, Demands demands, Flaw flaw) =>
        new(make, demands) { Listener = Usual with { Flaw = flaw } };
}

namespace Xmpp.Federation.Interop.Tests;

/// <summary>What comes of a flaw in their certificate: the servers differ in nothing.</summary>
public sealed class TheirCertificateTests(Servers servers) : RefusalTests(servers)
{
    public static Table<Flaw> WhenWeAreStrict
    {
        get
        {
            var table = new Table<Flaw>();
            Alike(Flaw.Expired, "certificate-expired");
            Alike(Flaw.WrongName, "certificate-wrong-name");
            Alike(Flaw.SelfSigned, "certificate-self-signed");
            Alike(Flaw.UnknownAuthority, "certificate-unknown-authority");
            return table;

            void Alike(Flaw flaw, string condition)
            {
                var all = $"remote-server-timeout after T3 {condition} (StrictCertificates)";
                table.Add(flaw, all, all, all);
            }
        }
    }

    public static Table<Flaw> WhenTheyDialWhoIsStrict => Each("CertificateRefused");

    public static Table<Flaw> WhenWeAreLax => Each("Dialback");

    [Theory]
    [MemberData(nameof(WhenWeAreStrict))]
    public Task We_dial_and_are_strict(Make make, Flaw flaw, string expected) =>
        BecomesAsync(expected, new(make, Demands.StartTls) { Flaw = flaw });

    [Theory]
    [MemberData(nameof(WhenWeAreLax))]
    public Task We_dial_and_are_lax(Make make, Flaw flaw, string expected) =>
        BecomesAsync(expected, new(make, Demands.StartTls) { Flaw = flaw, Dialler = Lax });

    [Theory]
    [MemberData(nameof(WhenTheyDialWhoIsStrict))]
    public Task They_dial_and_we_are_strict(Make make, Flaw flaw, string expected) =>
        IsDecidedAsync(expected, new(make, Demands.StartTls) { Flaw = flaw, Dialler = Lax, Listener = Usual });

    [Theory]
    [MemberData(nameof(WhenWeAreLax))]
    public Task They_dial_and_we_are_lax(Make make, Flaw flaw, string expected) =>
        IsDecidedAsync(expected, new(make, Demands.StartTls) { Flaw = flaw, Dialler = Lax });

    private static Table<Flaw> Each(string all)
    {
        var table = new Table<Flaw>();
        foreach (var flaw in (Flaw[])[Flaw.Expired, Flaw.WrongName, Flaw.SelfSigned, Flaw.UnknownAuthority])
        {
            table.Add(flaw, all, all, all);
        }

        return table;
    }
}

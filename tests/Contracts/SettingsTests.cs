using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Xmpp.Federation.Hosting;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>What a configuration file says becomes the options of a federation.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Every_setting_can_be_bound_and_arrives()
    {
        var options = Read(
            ("Domains:0", "a.example"), ("Domains:1", "A2.example"), ("Listen:0", "[::1]:5269"), ("Listen:1", "127.0.0.1:0"),
            ("DialbackSecret", "sixteen bytes, no less"), ("Targets:b.example", "[::1]:5270"), ("Targets:c.example", "host.example:5269"),
            ("Policy:Dialback", "Always"), ("PolicyFor:b.example:Tls", "Optional"));
        Assert.Equal([Domain.Parse("a.example"), Domain.Parse("a2.example")], options.Domains);
        Assert.Equal(
            [new ListenEndpoint(IPEndPoint.Parse("[::1]:5269")), new ListenEndpoint(IPEndPoint.Parse("127.0.0.1:0"))], options.Listen);
        Assert.Equal("sixteen bytes, no less", Encoding.UTF8.GetString(options.DialbackSecret!.Value.Span));
        Assert.Equal([new StaticTarget("::1", 5270)], options.StaticTargets[Domain.Parse("b.example")]);
        Assert.Equal([new StaticTarget("host.example", 5269)], options.StaticTargets[Domain.Parse("c.example")]);
        Assert.Equal(new Policy { Dialback = DialbackPolicy.Always }, options.Policy);
        Assert.Equal(new Policy { Tls = TlsPolicy.Optional }, options.PolicyFor[Domain.Parse("b.example")]);
        Assert.Equal(new Policy(), Policy.Default);
    }

    [Fact]
    public void What_is_not_set_is_as_in_plain_options()
    {
        var options = Read(("Domains:0", "a.example"));
        Assert.Null(options.DialbackSecret);
        Assert.Null(options.Certificate);
        Assert.Null(options.IntermediateCertificates);
        Assert.Equal((Policy.Default, CertificateTrust.OfTheSystem), (options.Policy, options.Trust));
    }

    [Fact]
    public void A_certificate_comes_from_its_file_with_its_issuers()
    {
        var between = Authority.Ours.Intermediate("Between");
        using var certificate = between.Issue("a.example");
        using var key = certificate.GetECDsaPrivateKey()!;
        var chain = $"{certificate.ExportCertificatePem()}\n{between.Certificate.ExportCertificatePem()}\n";
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"{chain}{key.ExportPkcs8PrivateKeyPem()}\n");
        var options = Read(
            ("Domains:0", "a.example"), ("CertificateFile", file), ("RootsFile", file), ("ListenDirectTls:0", "127.0.0.1:5270"));
        Assert.Equal((certificate.Thumbprint, true), (options.Certificate!.Thumbprint, options.Certificate.HasPrivateKey));
        Assert.Equal([between.Certificate.Thumbprint], options.IntermediateCertificates!.Select(c => c.Thumbprint));
        Assert.Equal(2, options.Trust.Roots!.Count);
        Assert.Equal([new ListenEndpoint(IPEndPoint.Parse("127.0.0.1:5270"), DirectTls: true)], options.Listen);
        File.Delete(file);
    }

    [Theory]
    [InlineData("Domains:1", "a b", "Domains holds 'a b'")]
    [InlineData("Listen:0", "5269", "Listen holds '5269'")]
    [InlineData("Listen:0", "127.0.0.1", "Listen holds '127.0.0.1'")]
    [InlineData("ListenDirectTls:0", "host:5270", "ListenDirectTls holds 'host:5270'")]
    [InlineData("ListenDirectTls:0", "127.0.0.1:5270", "no certificate")]
    [InlineData("Targets:b.example", "host.example", "Targets holds 'host.example'")]
    [InlineData("Targets:b.example", "me@host.example:5269", "Targets holds")]
    [InlineData("Targets:b.example", "host.example:5269/x", "Targets holds")]
    [InlineData("Targets:b..example", "host.example:5269", "Targets holds 'b..example'")]
    [InlineData("PolicyFor:b..example:Tls", "Optional", "PolicyFor holds 'b..example'")]
    [InlineData("DialbackSecret", "short", "16 bytes")]
    [InlineData("CertificateFile", "/nowhere/a.crt", "cannot be read")]
    [InlineData("RootsFile", "/nowhere/roots.pem", "cannot be read")]
    [InlineData("KeyFile", "/nowhere/a.key", "CertificateFile is not")]
    [InlineData("Policy:Sasl", "Required", "without a certificate")]
    public void A_wrong_setting_is_told_in_one_sentence(string name, string value, string why)
    {
        var (options, problem) = SettingsReader.Read(Bound(("Domains:0", "a.example"), (name, value)));
        Assert.Null(options);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_certificates_is_told_by_its_name()
    {
        var empty = Path.GetTempFileName();
        var (options, problem) = SettingsReader.Read(Bound(("Domains:0", "a.example"), ("RootsFile", empty)));
        Assert.Null(options);
        Assert.Equal($"'{empty}' holds no certificate in PEM.", problem);
        Assert.Contains("no usable PEM", SettingsReader.Read(
            Bound(("Domains:0", "a.example"), ("CertificateFile", empty))).Problem, StringComparison.Ordinal);
        File.Delete(empty);
    }

    private static FederationOptions Read(params (string Name, string Value)[] settings)
    {
        var (options, problem) = SettingsReader.Read(Bound(settings));
        Assert.Equal("", problem);
        return options!;
    }

    private static FederationSettings Bound(params (string Name, string Value)[] settings)
    {
        var bound = new FederationSettings();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Name, s.Value))).Build().Bind(bound);
        return bound;
    }
}

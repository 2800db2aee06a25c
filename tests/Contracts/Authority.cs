using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>A certification authority made for one test run, and the certificates that it issues.</summary>
internal sealed class Authority
{
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    public const string AnyPurpose = "2.5.29.37.0";

    private Authority(X509Certificate2 certificate) => Certificate = certificate;

    public static DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    /// <summary>The authority that the tests trust.</summary>
    public static Authority Ours { get; } = Root("Ours");

    /// <summary>One that they do not.</summary>
    public static Authority Theirs { get; } = Root("Theirs");

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Roots => [X509CertificateLoader.LoadCertificate(Certificate.RawData)];

    /// <summary>An authority between this one and the certificates.</summary>
    public Authority Intermediate(string name)
    {
        using var key = NewKey();
        return new(Sign(RequestFor(name, key, authority: true), key, Now.AddDays(-9), Now.AddDays(90)));
    }

    /// <summary>A certificate for a domain: valid now, for every purpose, unless told otherwise.</summary>
    public X509Certificate2 Issue(
        string domain, DateTimeOffset? from = null, DateTimeOffset? until = null, params string[] purposes) =>
        Issue(new Names().Dns(domain), from, until, purposes);

    public X509Certificate2 Issue(
        Names names, DateTimeOffset? from = null, DateTimeOffset? until = null, params string[] purposes)
    {
        using var key = NewKey();
        var request = RequestFor("common-name.example", key, authority: false);
        request.CertificateExtensions.Add(names.Build());
        AddPurposes(request, purposes);
        return Sign(request, key, from ?? Now.AddDays(-8), until ?? Now.AddDays(30));
    }

    /// <summary>A certificate that names the place where its issuer lists what it has revoked.</summary>
    public X509Certificate2 Issue(string domain, string revocationList)
    {
        using var key = NewKey();
        var request = RequestFor("common-name.example", key, authority: false);
        request.CertificateExtensions.Add(new Names().Dns(domain).Build());
        request.CertificateExtensions.Add(
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocationList], critical: false));
        return Sign(request, key, Now.AddDays(-8), Now.AddDays(30));
    }

    /// <summary>A certificate without any name but the common one.</summary>
    public X509Certificate2 Bare(string commonName)
    {
        using var key = NewKey();
        return Sign(RequestFor(commonName, key, authority: false), key, Now.AddDays(-8), Now.AddDays(30));
    }

    public static X509Certificate2 SelfSigned(string domain)
    {
        using var key = NewKey();
        var request = RequestFor(domain, key, authority: false);
        request.CertificateExtensions.Add(new Names().Dns(domain).Build());
        return Portable(request.CreateSelfSigned(Now.AddDays(-8), Now.AddDays(30)));
    }

    /// <summary>One more authority, which nobody trusts yet.</summary>
    public static Authority Root(string name)
    {
        using var key = NewKey();
        var request = RequestFor(name, key, authority: true);
        return new(Portable(request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1))));
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest RequestFor(string name, ECDsa key, bool authority)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, critical: true));
        if (authority)
        {
            // RFC 5280 4.2.1.2, 4.2.1.3: who signs lists of revoked certificates says so, and names its key.
            request.CertificateExtensions.Add(new X509KeyUsageExtension(
                X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        }

        return request;
    }

    private static void AddPurposes(CertificateRequest request, string[] purposes)
    {
        if (purposes.Length > 0)
        {
            var oids = new OidCollection();
            Array.ForEach(purposes, p => oids.Add(new Oid(p)));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, critical: false));
        }
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        using var own = Certificate.GetECDsaPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForECDsa(own);
        var signed = request.Create(
            Certificate.SubjectName, generator, from, until, RandomNumberGenerator.GetBytes(8));
        return Portable(signed.CopyWithPrivateKey(key));
    }

    // A key that is not tied to the object that made it, as from a file.
    private static X509Certificate2 Portable(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(
        certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}

using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>The certificates of both sides and the root that they trust, as files that every process of a run reads.</summary>
internal sealed class Credentials(string folder)
{
    public const string Initiator = "ours.example";

    /// <summary>The domain that the real servers of tests/Interop serve as well.</summary>
    public const string Receiver = "theirs.example";

    public string Folder { get; } = folder;

    public X509Certificate2Collection Roots { get; } = [X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "root"))];

    /// <summary>Writes the files: by the authority that issues the certificates of the real servers of this process.</summary>
    public static Credentials Write(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "root"), Authority.Ours.Certificate.RawData);
        foreach (var domain in (string[])[Initiator, Receiver])
        {
            using var issued = Authority.Ours.Issue(new Names().Dns(domain).Dns($"*.{domain}"));
            File.WriteAllBytes(Path.Combine(folder, domain), issued.Export(X509ContentType.Pkcs12));
        }

        return new Credentials(folder);
    }

    public X509Certificate2 Of(string domain) => X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(Folder, domain), null);
}

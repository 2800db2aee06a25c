using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Xmpp.Federation.Hosting;

/// <summary>Makes the options of a federation from its settings.</summary>
internal static class SettingsReader
{
    private const int PortDefault = 5269;

    /// <summary>The options, or one sentence that says why there are none.</summary>
    public static (FederationOptions? Options, string Problem) Read(FederationSettings settings)
    {
        try
        {
            var options = Parse(settings);
            return OptionProblems.In(options) is { } problem ? (null, problem) : (options, "");
        }
        catch (FormatException wrong)
        {
            return (null, wrong.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"A file cannot be read: {unreadable.Message}");
        }
        catch (CryptographicException unusable)
        {
            return (null, $"CertificateFile, KeyFile or RootsFile is no usable PEM: {unusable.Message}");
        }
    }

    private static FederationOptions Parse(FederationSettings settings)
    {
        var options = new FederationOptions
        {
            Domains = [.. settings.Domains.Select(d => DomainIn(nameof(settings.Domains), d))],
            Policy = settings.Policy,
            PolicyFor = settings.PolicyFor.ToDictionary(p => DomainIn(nameof(settings.PolicyFor), p.Key), p => p.Value),
            Certificate = CertificateIn(settings),
            IntermediateCertificates = settings.CertificateFile is { } file ? [.. Certificates(file).Skip(1)] : null,
            Trust = settings.RootsFile is { } roots
                ? new CertificateTrust { Roots = Certificates(roots) }
                : CertificateTrust.OfTheSystem,
            // Not a bare null: that would be a missing array, which makes an empty secret.
            DialbackSecret = settings.DialbackSecret is { } secret ? Encoding.UTF8.GetBytes(secret) : default(ReadOnlyMemory<byte>?),
            Listen =
            [
                .. settings.Listen.Select(a => new ListenEndpoint(EndpointIn(nameof(settings.Listen), a))),
                .. settings.ListenDirectTls.Select(
                    a => new ListenEndpoint(EndpointIn(nameof(settings.ListenDirectTls), a), DirectTls: true)),
            ],
            StaticTargets = settings.Targets.ToDictionary(
                t => DomainIn(nameof(settings.Targets), t.Key), t => (IReadOnlyList<StaticTarget>)[TargetIn(t.Value)]),
        };
        return settings.Refine is { } refine ? refine(options) : options;
    }

    private static Domain DomainIn(string where, string text) =>
        Domain.TryParse(text, out var domain)
            ? domain
            : throw new FormatException($"{where} holds '{text}', which is no domain name; write it like 'a.example'.");

    private static IPEndPoint EndpointIn(string where, string text) =>
        IPEndPoint.TryParse(text, out var endpoint) && text.EndsWith($":{endpoint.Port}", StringComparison.Ordinal)
            ? endpoint
            : throw new FormatException($"{where} holds '{text}', which is no address and port; write it like '[::]:{PortDefault}'.");

    private static StaticTarget TargetIn(string text) =>
        Uri.TryCreate($"xmpp-server://{text}", UriKind.Absolute, out var uri) && uri is { Port: > 0, UserInfo: "", PathAndQuery: "" or "/" }
            ? new StaticTarget(uri.IdnHost, uri.Port)
            : throw new FormatException($"Targets holds '{text}', which is no host and port; write it like 'host.example:{PortDefault}'.");

    // A key that is read from PEM serves no handshake on Windows before it has gone through PKCS #12.
    private static X509Certificate2? CertificateIn(FederationSettings settings)
    {
        if (settings.CertificateFile is not { } file)
        {
            return settings.KeyFile is null
                ? null
                : throw new FormatException("KeyFile is set, but CertificateFile is not.");
        }

        using var read = X509Certificate2.CreateFromPemFile(file, settings.KeyFile);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        X509Certificate2Collection read = [];
        read.ImportFromPemFile(file);
        return read.Count > 0 ? read : throw new FormatException($"'{file}' holds no certificate in PEM.");
    }
}

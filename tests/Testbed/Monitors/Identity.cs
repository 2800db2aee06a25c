using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-11: whom EXTERNAL authenticates, where it is named, is whom the header names.</summary>
internal sealed class IdentityIsThatOfTheHeader() : PropertyMonitor("INV-11")
{
    private readonly Dictionary<Spot, string> _named = [];

    public override void OnStep(Stepped stepped)
    {
        var response = stepped.Heard switch
        {
            Heard.Auth(_, { } initial) => initial,
            Heard.Response(var data) => data,
            _ => null,
        };
        if (response is not null)
        {
            _named[stepped.At(stepped.On)] = Decoded(response);
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.Success && stepped.PageOf(said.Connection) is { } page
                && _named.GetValueOrDefault(stepped.At(said.Connection), "") is var identity)
            {
                var from = page.Initiator.Header?.From;
                Require(
                    identity.Length == 0 || string.Equals(identity, from, StringComparison.OrdinalIgnoreCase),
                    () => $"{stepped.Server.Name} authenticated {identity} on {page.Connection.Name}, whose header is from {from}");
            }
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Auth(_, { } response))
        {
            Require(
                Decoded(response) is "" || Decoded(response) == written.Side.Header?.From,
                () => $"{written.LinkName} names {Decoded(response)}, and its header {written.Side.Header?.From}");
        }
    }

    // RFC 6120 6.4.2: base 64, a single "=" for nothing. What cannot be read names nobody.
    private static string Decoded(string response)
    {
        var bytes = new byte[response.Length];
        return response is not "=" && Convert.TryFromBase64String(response, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : "";
    }
}

/// <summary>INV-13: a server neither dials itself nor speaks as another, and nobody is authenticated to it as itself.</summary>
internal sealed class NobodyMeetsHimself(Func<string, Domain, bool> serves) : PropertyMonitor("INV-13")
{
    public override void OnStep(Stepped stepped)
    {
        var server = stepped.Server.Name;
        if (stepped.Heard is Heard.Header(var header) && !stepped.On.Dialled
            && Domain.TryParse(header.From, out var claimed) && serves(server, claimed))
        {
            Require(
                stepped.Said.Any(s => s.What is Heard.StreamError),
                () => $"{server} welcomes somebody as {claimed}, which it serves itself");
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            var met = output switch
            {
                Output.Resolve(var errand) => errand.Remote,
                Output.Dial dial => dial.Remote,
                // On a bidirectional stream our own domain may send too, to another.
                Output.Admitted { Connection.Dialled: false } admitted => stepped.PageOf(admitted.Connection) is { Bidi: true }
                    && serves(server, admitted.Proof.Pair.Sender) ? admitted.Proof.Pair.Target : admitted.Proof.Pair.Sender,
                _ => (Domain?)null,
            };
            if (met is { } domain && serves(server, domain))
            {
                Break($"{server} takes {domain}, which it serves itself, for another server");
            }
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Header(var header)
            && !(Domain.TryParse(header.From, out var from) && serves(written.Server, from)))
        {
            Break($"{written.LinkName} carries a header in the name of {header.From}, which {written.Server} does not serve");
        }
    }
}

/// <summary>
/// INV-15: a name in a certificate proves a domain that it equals, or that lies one label below its wildcard; never one
/// that it merely resembles. The names are compared here, apart from how the negotiator compares them.
/// </summary>
internal sealed class NamesAreEqualOrNothing() : PropertyMonitor("INV-15")
{
    public override void OnWritten(Written written)
    {
        // RFC 7671 5.1: where a proof is published of the certificate itself, its names do not count.
        if (written.Side.Sees is not
            { Presented: true, Problem: CertificateProblem.None, Further: not FurtherProof.Agrees } certificate
            || Seen.NameOfTheOther(written) is not { } name || certificate.Names.Any(n => Covers(n, name)))
        {
            return;
        }

        switch (written.Meaning)
        {
            case Heard.Header:
                Exercise();
                break;
            case Heard.Auth or Heard.Success or Heard.Features { Value.External: true }:
                Break($"{written.LinkName} carries {written.Meaning.GetType().Name} for {name}, "
                    + $"and the certificate names {certificate.Names} only");
                break;
        }
    }

    /// <summary>Whether a name in a certificate is that of a domain.</summary>
    public static bool Covers(PresentedName presented, string name)
    {
        var (pattern, domain) = (presented.Pattern.ToLowerInvariant(), name.ToLowerInvariant());
        return pattern == domain
            || (presented.Kind == PresentedNameKind.DnsId && pattern.StartsWith("*.", StringComparison.Ordinal)
                && domain.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && pattern[1..] == domain[dot..]);
    }
}

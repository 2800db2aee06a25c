using Xmpp.Federation.Core;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>What the names of an execution are called in the model.</summary>
internal interface ISymbols
{
    /// <summary>The domains that have a number.</summary>
    IEnumerable<KeyValuePair<Domain, DomainName>> Domains { get; }

    /// <summary>The number of a domain; <see cref="DomainName.Nobody"/> for one that has none.</summary>
    DomainName Of(Domain domain);

    /// <summary>The number of an id.</summary>
    Id Of(StreamId id);

    /// <summary>A key that comes up beside a pair and an id: one that a server has made for them, or something else.</summary>
    Key Of(string key, DomainPair pair, Id id);

    /// <summary>The number of a connection of one server.</summary>
    ushort Of(ConnectionId connection);
}

/// <summary>What is the same whatever the names are.</summary>
internal static class SymbolsOfMore
{
    public static Pair Of(this ISymbols symbols, DomainPair pair) => new(symbols.Of(pair.Sender), symbols.Of(pair.Target));

    /// <summary>An attribute of a header, or an identity: none where it is missing.</summary>
    public static DomainName Of(this ISymbols symbols, string? attribute) =>
        Domain.TryParse(attribute, out var domain) ? symbols.Of(domain)
        : string.IsNullOrEmpty(attribute) ? DomainName.None
        : DomainName.Nobody;

    public static DomainSet Of(this ISymbols symbols, IEnumerable<Domain> domains) =>
        domains.Aggregate(DomainSet.Empty, (set, d) => set.With(symbols.Of(d)));

    /// <summary>What a server is, as the model knows it.</summary>
    public static Facts FactsOf(
        this ISymbols symbols, ushort number, IEnumerable<Domain> serves, bool hasCertificate, Func<Domain, Policy> policies)
    {
        var towards = new Demands[DomainName.CountMax];
        Array.Fill(towards, Translation.Of(policies(Domain.Parse("unknown.invalid"))));
        foreach (var (domain, name) in symbols.Domains)
        {
            towards[name.Index] = Translation.Of(policies(domain));
        }

        return new Facts(number, symbols.Of(serves), hasCertificate, towards);
    }
}

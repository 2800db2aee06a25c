using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// The symbols of the model for the names of one execution: each name gets the next number when it is first met.
/// </summary>
internal sealed class Symbols
{
    private readonly Dictionary<Domain, DomainName> _domains = [];
    private readonly Dictionary<StreamId, Id> _ids = [];
    private readonly Dictionary<string, Key> _keys = [];
    private readonly Dictionary<(ushort Server, ConnectionId Connection), ushort> _links = [];
    private readonly List<(ushort Number, IDialbackKeys Keys)> _makers = [];

    /// <summary>Domains beyond the most that the model knows are nobody's.</summary>
    public DomainName Of(Domain domain)
    {
        if (!_domains.TryGetValue(domain, out var name))
        {
            name = _domains.Count < DomainName.CountMax ? new DomainName((byte)_domains.Count) : DomainName.Nobody;
            _domains.Add(domain, name);
        }

        return name;
    }

    public DomainSet Of(IEnumerable<Domain> domains) => domains.Aggregate(DomainSet.Empty, (set, d) => set.With(Of(d)));

    /// <summary>The domains that have a number.</summary>
    public IEnumerable<KeyValuePair<Domain, DomainName>> Domains => _domains.Where(d => d.Value.Index < DomainName.CountMax);

    /// <summary>An attribute of a header: none where it is missing or no domain.</summary>
    public DomainName Of(string? attribute) =>
        Domain.TryParse(attribute, out var domain) ? Of(domain) : string.IsNullOrEmpty(attribute) ? DomainName.None : DomainName.Nobody;

    public Pair Of(DomainPair pair) => new(Of(pair.Sender), Of(pair.Target));

    public Id Of(StreamId id)
    {
        if (!_ids.TryGetValue(id, out var number))
        {
            _ids.Add(id, number = new Id((ushort)(_ids.Count + 1)));
        }

        return number;
    }

    public ushort Of(ushort server, ConnectionId connection)
    {
        if (!_links.TryGetValue((server, connection), out var link))
        {
            _links.Add((server, connection), link = (ushort)(_links.Count + 1));
        }

        return link;
    }

    /// <summary>Whose keys can be recognised.</summary>
    /// <returns>The number of the server.</returns>
    public ushort Introduce(IDialbackKeys keys)
    {
        _makers.Add(((ushort)_makers.Count, keys));
        return _makers[^1].Number;
    }

    /// <summary>A key that comes up beside a pair and an id: one that a server has made for them, or something else.</summary>
    public Key Of(string key, DomainPair pair, StreamId id)
    {
        if (_keys.TryGetValue(key, out var known))
        {
            return known;
        }

        foreach (var (number, keys) in _makers)
        {
            if (keys.IsOurs(pair, id, key))
            {
                return _keys[key] = new Key(number, Of(pair), Of(id));
            }
        }

        return _keys[key] = Key.Junk with { Id = new Id((ushort)(_keys.Count + 1)) };
    }
}

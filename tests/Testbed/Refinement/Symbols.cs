using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>The symbols of one execution: each name gets the next number when it is first met.</summary>
internal sealed class Symbols
{
    private readonly Dictionary<Domain, DomainName> _domains = [];
    private readonly Dictionary<StreamId, Id> _ids = [];
    private readonly List<StreamId> _streams = [default];
    private readonly Dictionary<string, Key> _keys = [];
    private readonly List<IDialbackKeys> _makers = [];

    /// <summary>The domains of the world: the model has room for a few.</summary>
    public Symbols(IEnumerable<Domain> known) => Array.ForEach(known.ToArray(), d => Of(d));

    /// <summary>The symbols as one server uses them, whose keys are recognised from now on.</summary>
    public ISymbols Introduce(IDialbackKeys keys)
    {
        _makers.Add(keys);
        return new OfOne(this);
    }

    /// <summary>The number of the server that was introduced last.</summary>
    public ushort LastServer => (ushort)(_makers.Count - 1);

    /// <summary>The number of a domain, which it gets now if it has none.</summary>
    public DomainName Of(Domain domain)
    {
        if (!_domains.TryGetValue(domain, out var name))
        {
            name = _domains.Count < DomainName.CountMax ? new DomainName((byte)_domains.Count) : DomainName.Nobody;
            _domains.Add(domain, name);
        }

        return name;
    }

    private Id Of(StreamId id)
    {
        if (!_ids.TryGetValue(id, out var number))
        {
            _ids.Add(id, number = new Id((ushort)_streams.Count));
            _streams.Add(id);
        }

        return number;
    }

    private Key Of(string key, DomainPair pair, Id id)
    {
        if (_keys.TryGetValue(key, out var known))
        {
            return known;
        }

        for (ushort number = 0; number < _makers.Count; number++)
        {
            if (_makers[number].IsOurs(pair, _streams[id.Number], key))
            {
                return _keys[key] = new Key(number, new Pair(Of(pair.Sender), Of(pair.Target)), id);
            }
        }

        return _keys[key] = Key.Junk with { Id = new Id((ushort)(_keys.Count + 1)) };
    }

    // Each server counts its own connections.
    private sealed class OfOne(Symbols all) : ISymbols
    {
        private readonly Dictionary<ConnectionId, ushort> _links = [];

        public IEnumerable<KeyValuePair<Domain, DomainName>> Domains => all._domains.Where(d => d.Value != DomainName.Nobody);

        public DomainName Of(Domain domain) => all.Of(domain);

        public Id Of(StreamId id) => all.Of(id);

        public Key Of(string key, DomainPair pair, Id id) => all.Of(key, pair, id);

        public ushort Of(ConnectionId connection)
        {
            if (!_links.TryGetValue(connection, out var link))
            {
                _links.Add(connection, link = (ushort)(_links.Count + 1));
            }

            return link;
        }
    }
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// A state on the way to the next one: servers are told, and what they do to connections is done. It lives for the length
/// of one step.
/// </summary>
internal sealed class Move(CoreSystem system, CoreState before)
{
    private readonly Interned<ServerPart>[] _servers = [.. before.Servers];
    private readonly List<Interned<Link>?> _known = [.. before.Links];
    private readonly List<Link> _links = [.. before.Links.Select(l => l.Value)];
    private ulong _witnessed;
    private ulong _violated;

    /// <summary>Where a path is followed: gives each new connection its <see cref="Link.Serial"/>.</summary>
    public Func<int>? Serials { get; init; }

    public WorldPart World { get; set; } = before.World.Value;

    public ServerPart ServerAt(int server) => _servers[server].Value;

    public void Put(int server, ServerPart part) => _servers[server] = system.Parts.Of(part);

    public Link LinkAt(int place) => _links[place];

    public int Links => _links.Count;

    public void Put(int place, Link link)
    {
        if (!ReferenceEquals(_links[place], link))
        {
            (_links[place], _known[place]) = (link, null);
        }
    }

    public void Put(int place, bool initiator, LinkEnd end) => Put(place, _links[place].With(initiator, end));

    public void Add(Link link)
    {
        _links.Add(Serials is null ? link : link with { Serial = Serials() });
        _known.Add(null);
    }

    /// <summary>A server hears something, and acts on it. One that is lost or has stopped hears nothing.</summary>
    public void Tell(int server, Stimulus stimulus)
    {
        if (ServerAt(server).Phase is ServerPhase.Lost or ServerPhase.Stopped)
        {
            return;
        }

        var reaction = system.Reactor.React(server, _servers[server], stimulus);
        (_witnessed, _violated) = (_witnessed | reaction.Witnessed, _violated | reaction.Violated);
        _servers[server] = reaction.After;
        foreach (var effect in reaction.Effects)
        {
            Perform(server, effect);
        }

        Renumber(server, reaction);
        HearOfWrites(server);
    }

    /// <summary>The state behind the step, in canonical names.</summary>
    public CoreState End(ref Verdicts verdicts)
    {
        Report(_witnessed, ref verdicts, violated: false);
        Report(_violated, ref verdicts, violated: true);
        var links = new List<Interned<Link>>(_links.Count);
        for (var i = 0; i < _links.Count; i++)
        {
            if (!_links[i].IsOver)
            {
                links.Add(_known[i] ?? system.LinkParts.Of(_links[i].Normal()));
            }
        }

        var after = CanonicalOrder.Of(system, _servers, links, system.WorldParts.Of(World));
        return before.IsCanonical ? after : system.Canonical(after with { IsCanonical = false });
    }

    private static void Report(ulong bits, ref Verdicts verdicts, bool violated)
    {
        for (var property = 0; bits != 0; property++, bits >>= 1)
        {
            if ((bits & 1) == 0)
            {
                continue;
            }

            if (violated)
            {
                verdicts.Violate(property);
            }
            else
            {
                verdicts.Witness(property);
            }
        }
    }

    private void Perform(int server, Effect effect)
    {
        if (effect.Kind is EffectKind.Dial or EffectKind.DialDirectTls)
        {
            Add(new Link(server, effect.Value, effect.Kind == EffectKind.DialDirectTls)
            {
                Initiator = new LinkEnd(effect.Connection.Number, EndPhase.Dialling) { RootDue = true },
            });
            return;
        }

        if (PlaceOf(server, effect.Connection) is not (>= 0 and var place))
        {
            return;
        }

        var (link, initiator) = (_links[place], effect.Connection.Dialled);
        var end = link.End(initiator);
        switch (effect.Kind)
        {
            case EffectKind.Say or EffectKind.SayStanza when end.Phase == EndPhase.Open:
                Say(place, initiator, effect.Value);
                if (effect.Kind == EffectKind.SayStanza)
                {
                    Put(place, initiator, _links[place].End(initiator) with { Unwritten = end.Unwritten + 1 });
                }

                break;
            case EffectKind.BeginTls when end.Phase == EndPhase.Open:
                Put(place, initiator, end with { AwaitsTls = true });
                break;
            case EffectKind.ExpectHeader:
                Put(place, initiator, end with { RootDue = true });
                break;
            case EffectKind.Disconnect when end.Phase == EndPhase.Dialling:
                Put(place, initiator, end with { Phase = EndPhase.Unwanted });
                break;
            case EffectKind.Disconnect when effect.Value == 1 && end.Phase is EndPhase.Open or EndPhase.Closing:
                Put(place, link.Aborted(initiator, EndPhase.Aborted));
                break;
            case EffectKind.Disconnect when end.Phase == EndPhase.Open:
                Put(place, link.Closed(initiator));
                break;
        }
    }

    /// <summary>Something is said on a connection; who can read it, reads it.</summary>
    public void Say(int place, bool byInitiator, int item)
    {
        var link = _links[place];
        Put(place, link.Said(byInitiator, item));
        World = system.Attacker.Overhears(link, item, World);
        if (link.End(!byInitiator).Phase == EndPhase.Foreign)
        {
            Put(place, _links[place].WithQueue(!byInitiator, []));
        }
    }

    private int PlaceOf(int server, ConnectionId connection) => _links.FindIndex(l =>
        l.ServerAt(connection.Dialled) == server && l.End(connection.Dialled) is var end && !end.IsGone
        && end.Number == connection.Number && connection.Number > 0);

    private void Renumber(int server, Reaction reaction)
    {
        for (var i = 0; i < _links.Count; i++)
        {
            Renumber(i, initiator: true, server, reaction);
            Renumber(i, initiator: false, server, reaction);
        }
    }

    private void Renumber(int place, bool initiator, int server, Reaction reaction)
    {
        var link = _links[place];
        var end = link.End(initiator);
        if (link.ServerAt(initiator) == server && end.Number > 0)
        {
            var number = end.IsGone ? 0 : reaction.NumberOf(end.IdAt(initiator));
            if (number != end.Number)
            {
                Put(place, initiator, end with { Number = number });
            }
        }
    }

    // Where nothing can come in between, a server hears at once that a stanza was written.
    private void HearOfWrites(int server)
    {
        if (system.WritesAreLate(World))
        {
            return;
        }

        for (var i = 0; i < _links.Count; i++)
        {
            foreach (var initiator in (ReadOnlySpan<bool>)[true, false])
            {
                var end = _links[i].End(initiator);
                if (_links[i].ServerAt(initiator) == server && end is { Unwritten: > 0, Phase: EndPhase.Open or EndPhase.Closing })
                {
                    Put(i, initiator, end with { Unwritten = end.Unwritten - 1 });
                    Tell(server, Stimulus.On(StimulusKind.Wrote, end.IdAt(initiator)));
                    return;
                }
            }
        }
    }
}

/// <summary>Puts the parts of a state in order and gives the ids of streams their canonical numbers.</summary>
internal static class CanonicalOrder
{
    public static CoreState Of(
        CoreSystem system, Interned<ServerPart>[] servers, List<Interned<Link>> links, Interned<WorldPart> world)
    {
        links.Sort(Compare);
        var numbers = new Numbering();
        foreach (var server in servers)
        {
            numbers.Meet(server.Ids);
        }

        foreach (var link in links)
        {
            numbers.Meet(link.Ids);
        }

        numbers.Meet(world.Ids);
        if (numbers.Image is { } image)
        {
            for (var i = 0; i < servers.Length; i++)
            {
                servers[i] = system.Parts.Renamed(servers[i], image);
            }

            for (var i = 0; i < links.Count; i++)
            {
                links[i] = system.LinkParts.Renamed(links[i], image);
            }

            world = system.WorldParts.Renamed(world, image);
        }

        return new CoreState([.. servers], [.. links], world) { IsCanonical = true };
    }

    // By their ends; those of one end that nobody numbers come last, and it does not matter which of them is which.
    private static int Compare(Interned<Link> one, Interned<Link> other) =>
        one.Value.From.CompareTo(other.Value.From) is var byFrom and not 0 ? byFrom
        : Rank(one.Value.Initiator).CompareTo(Rank(other.Value.Initiator)) is var byInitiator and not 0 ? byInitiator
        : one.Value.To.CompareTo(other.Value.To) is var byTo and not 0 ? byTo
        : Rank(one.Value.Receiver).CompareTo(Rank(other.Value.Receiver)) is var byReceiver and not 0 ? byReceiver
        : one.Id.CompareTo(other.Id);

    private static int Rank(LinkEnd end) => end.Number == 0 ? int.MaxValue : end.Number;

    /// <summary>Numbers ids from 1 in the order in which they are met.</summary>
    private sealed class Numbering
    {
        private int[] _image = new int[16];
        private int _met;
        private bool _isIdentity = true;

        /// <summary>The new numbers by the old ones; null where all keep theirs.</summary>
        public int[]? Image => _isIdentity ? null : _image;

        public void Meet(int[] ids)
        {
            foreach (var id in ids)
            {
                if (id >= _image.Length)
                {
                    Array.Resize(ref _image, Math.Max(id + 1, _image.Length * 2));
                }

                if (_image[id] == 0)
                {
                    _image[id] = ++_met;
                    _isIdentity &= id == _met;
                }
            }
        }
    }
}

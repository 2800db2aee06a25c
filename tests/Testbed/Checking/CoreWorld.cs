using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What never changes in a world that is checked: its servers, what they are told, and all that they will send.</summary>
internal sealed class CoreWorld
{
    /// <summary>In place of the number of a server: the attacker.</summary>
    public const int Attacker = -2;

    /// <summary>In place of the number of a server: nobody is there.</summary>
    public const int Nobody = -1;

    private readonly ServerContext[][] _contexts;
    private readonly StepFunction _step;

    public CoreWorld(CoreScope scope)
    {
        (Scope, Definition) = (scope, scope.World);
        Servers = [.. scope.World.Servers.Where(s => s.IsNegotiator)];
        if (Servers.Any(s => s.Answers) || scope.World.Servers.Count > Servers.Count + 1)
        {
            throw new ArgumentException(
                "Applications of negotiators that are checked answer nothing, and there is one attacker.", nameof(scope));
        }

        Stranger = scope.World.Servers.FirstOrDefault(s => !s.IsNegotiator) ?? Network.Stranger.Anonymous;

        var bug = scope.Bug;
        _step = bug is null ? Core.Federation.Step : bug.Plant(Core.Federation.Step);
        var lives = scope.World.Faults.Restarts + 1;
        _contexts = [.. Servers.Select(s => Enumerable.Range(1, lives).Select(life =>
        {
            var context = NegotiatorServer.ContextOf(s, new SymbolicKeys(new Life(s.Name.Name, life).Name));
            return bug is null ? context : bug.Tell(context);
        }).ToArray())];
        Stanzas = [.. AllStanzas(scope.World)];
        if (Stanzas.Count > 64)
        {
            throw new ArgumentException("No more than 64 stanzas are told apart.", nameof(scope));
        }
    }

    public CoreScope Scope { get; }

    public WorldDefinition Definition { get; }

    public IReadOnlyList<ServerDefinition> Servers { get; }

    /// <summary>
    /// Who the attacker is when it is dialled and when it shows a certificate: the one server of the world that is no
    /// negotiator, or nobody in particular.
    /// </summary>
    public ServerDefinition Stranger { get; }

    /// <summary>All stanzas: those of a server together, and of these those of a pair in the order in which they are sent.</summary>
    public IReadOnlyList<WorldStanza> Stanzas { get; }

    public ServerContext ContextOf(int server, int life) => _contexts[server][life - 1];

    /// <summary>The numbers of a server's own stanzas: from the first one to the one behind the last.</summary>
    public (int From, int To) StanzasOf(int server)
    {
        var from = 0;
        while (from < Stanzas.Count && Stanzas[from].Server < server)
        {
            from++;
        }

        var to = from;
        while (to < Stanzas.Count && Stanzas[to].Server == server)
        {
            to++;
        }

        return (from, to);
    }

    /// <summary>The number of a stanza of the world; negative for one that an attacker has made up.</summary>
    public int NumberOf(Stanza stanza)
    {
        for (var i = 0; i < Stanzas.Count; i++)
        {
            if (Stanzas[i].Stanza == stanza)
            {
                return i;
            }
        }

        return -1;
    }

    public Transition Step(ServerContext context, FederationState state, Input input) => _step(context, state, input);

    public Resolution Resolve(Domain domain) => ServerOf(domain) is var server and not Nobody ? Zone.Of(DefinitionOf(server)) : Zone.Nobody;

    /// <summary>Who serves a domain; <see cref="Nobody"/> if none does.</summary>
    private int ServerOf(Domain domain) => IndexOf(s => s.Serves.Contains(domain));

    /// <summary>Who listens at a host.</summary>
    public int ServerAt(string host) => IndexOf(s => s.Name.Name == host);

    /// <summary>Where a connection leads that somebody listens to.</summary>
    public Target TargetOf(Link link)
    {
        var to = DefinitionOf(link.To);
        return Zone.Of(to) is Resolution.Found(var targets) && targets.FirstOrDefault(t => t.DirectTls == link.DirectTls) is { } found
            ? found
            : Zone.ListenerOf(to.Name);
    }

    /// <summary>What each end of a connection learns from a handshake: certificates are facts.</summary>
    public HandshakeResult Shake(int from, int to) => TlsOracle.Shake(DefinitionOf(from), DefinitionOf(to));

    private ServerDefinition DefinitionOf(int server) => server == Attacker ? Stranger : Servers[server];

    private int IndexOf(Func<ServerDefinition, bool> wanted)
    {
        for (var i = 0; i < Servers.Count; i++)
        {
            if (wanted(Servers[i]))
            {
                return i;
            }
        }

        return wanted(Stranger) ? Attacker : Nobody;
    }

    private IEnumerable<WorldStanza> AllStanzas(WorldDefinition world)
    {
        for (var server = 0; server < Servers.Count; server++)
        {
            var own = world.Send.Where(s => Servers[server].Serves.Contains(s.From));
            foreach (var pair in own.GroupBy(s => s.Pair))
            {
                var number = 0;
                foreach (var sending in pair.OrderBy(s => s.After))
                {
                    for (var i = 0; i < sending.Stanzas; i++)
                    {
                        yield return new WorldStanza(server, Ledger.StanzaOf(pair.Key, ++number), sending.After > 0);
                    }
                }
            }
        }
    }
}

/// <summary>A stanza that an application will hand over.</summary>
/// <param name="Server">The server that it is handed to.</param>
/// <param name="Stanza">The stanza.</param>
/// <param name="MayWait">Whether it belongs to a later wave: it may come at any moment, and nothing waits for it.</param>
internal readonly record struct WorldStanza(int Server, Stanza Stanza, bool MayWait);

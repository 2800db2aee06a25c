using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Sees that what a world file names fits together.</summary>
internal sealed class WorldFit(Seq<ServerDefinition> servers, Problems problems)
{
    public void Sending(LocatedSending sending)
    {
        var (from, to) = (sending.Value.From, sending.Value.To);
        var sender = Serving(from);
        if (sender is not { IsNegotiator: true })
        {
            var wrong = sender is null
                ? $"no server serves '{from}'"
                : $"'{from}' is a simulated peer, not a negotiator";
            var negotiators = servers.Where(s => s.IsNegotiator).SelectMany(s => s.Serves);
            problems.Add(sending.FromLine, $"{sending.Path}.from", wrong, Allowed(from, negotiators));
        }

        var receiver = Serving(to);
        if (receiver is null || receiver == sender)
        {
            var wrong = receiver is null ? $"no server serves '{to}'" : $"'{to}' is served by the sender itself";
            var others = servers.Where(s => s != sender).SelectMany(s => s.Serves);
            problems.Add(sending.ToLine, $"{sending.Path}.to", wrong, Allowed(to, others));
        }
    }

    public void Remote(LocatedRemote remote)
    {
        var server = Serving(remote.Remote);
        if (server is null || server.Name == remote.Server)
        {
            var wrong = $"no other server serves '{remote.Remote}'";
            var others = servers.Where(s => s.Name != remote.Server).SelectMany(s => s.Serves);
            problems.Add(remote.Line, remote.Path, wrong, Allowed(remote.Remote, others));
        }
    }

    public void Call(LocatedCall call)
    {
        if (Serving(call.From)?.Name != call.Server)
        {
            var own = servers.Where(s => s.Name == call.Server).SelectMany(s => s.Serves);
            problems.Add(call.Line, $"{call.Path}.from", $"'{call.From}' is not served by the caller", Allowed(call.From, own));
        }

        if (Serving(call.To) is not { IsNegotiator: true })
        {
            var negotiators = servers.Where(s => s.IsNegotiator).SelectMany(s => s.Serves);
            problems.Add(call.Line, $"{call.Path}.to", $"no negotiator serves '{call.To}'", Allowed(call.To, negotiators));
        }
    }

    private static string Allowed(Domain wrong, IEnumerable<Domain> domains) =>
        Suggestion.For(wrong.Name, [.. domains.Select(d => d.Name)]);

    private ServerDefinition? Serving(Domain domain) => servers.FirstOrDefault(s => s.Serves.Contains(domain));
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-18: for one errand nothing is proved in clear after a TLS failure, unless the policy says that it may be. What
/// has failed is counted by errand, since another errand knows nothing of it.
/// </summary>
internal sealed class NoClearTextFollowsATlsFailure() : PropertyMonitor("INV-18")
{
    private readonly HashSet<(string Server, Errand Errand)> _failed = [];
    private readonly Dictionary<(string Server, ConnectionId Connection), Domain> _after = [];

    public override void OnStep(Stepped stepped)
    {
        var server = stepped.Server.Name;
        if (stepped.Input is Input.OnStream(var connection, StreamInput.TlsFailed)
            && stepped.Before.Outgoing.TryGetValue(connection, out var stream))
        {
            Exercise();
            _failed.Add((server, stream.Context.Errand));
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.Dial dial when stepped.After.State.Outgoing.TryGetValue(dial.Connection, out var dialled)
                    && _failed.Contains((server, dialled.Context.Errand)):
                    _after.Add((server, dial.Connection), dial.Remote);
                    break;
                case Output.GaveUp(var errand, _):
                    _failed.Remove((server, errand));
                    break;
                case Output.SendStanza sending:
                    Judge(stepped, sending.Connection);
                    break;
            }
        }

        foreach (var said in stepped.Said)
        {
            if (ProvingWords.Include(said.What))
            {
                Judge(stepped, said.Connection);
            }
        }
    }

    private void Judge(Stepped stepped, ConnectionId connection)
    {
        if (_after.TryGetValue((stepped.Server.Name, connection), out var remote)
            && stepped.PageOf(connection) is { Secured: false } page)
        {
            Require(
                stepped.Server.Definition.PolicyTowards(remote) is { PlainAfterTlsFailure: true, Tls: TlsPolicy.Optional },
                () => $"{stepped.Server.Name} proves itself in clear on {page.Connection.Name} behind a TLS failure");
        }
    }
}

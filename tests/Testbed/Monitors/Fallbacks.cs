using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-18: for one errand nothing is proved in clear after a TLS failure, a refused STARTTLS or a missing offer, unless
/// the policy says that it may be. What has failed is counted by errand, since another errand knows nothing of it.
/// </summary>
internal sealed class NoClearTextFollowsATlsFailure(Func<string, string, Policy?> policyOf) : PropertyMonitor("INV-18")
{
    private readonly HashSet<(string Server, Errand Errand)> _failed = [];
    private readonly Dictionary<(string Server, ConnectionId Connection), Domain> _after = [];
    private readonly HashSet<Page> _unoffered = [];

    public override void OnStep(Stepped stepped)
    {
        var server = stepped.Server.Life.Name;
        if (stepped.Input is Input.OnStream(var connection, StreamInput.TlsFailed)
            && stepped.Before.Outgoing.TryGetValue(connection, out var stream))
        {
            Exercise();
            _failed.Add((server, stream.Context.Errand));
        }

        if (stepped.Input is Input.OnStream(var heardOn, StreamInput.Received { What: Heard.Features(var offered) })
            && heardOn.Dialled && !offered.StartTls && stepped.PageOf(heardOn) is { Secured: false } bare)
        {
            Exercise();
            _unoffered.Add(bare);
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

    // Whoever could strip the offer could otherwise choose that there be no TLS.
    public override void OnWritten(Written written)
    {
        if (_unoffered.Contains(written.Page) && !written.Page.Secured && ProvingWords.Include(written.Meaning)
            && policyOf(written.Server, written.PeerServer) is { } policy && written.Server == written.Page.Connection.From)
        {
            Require(
                policy.Tls is TlsPolicy.Optional or TlsPolicy.Disabled,
                () => $"{written.LinkName} carries {written.Meaning.GetType().Name} in clear, where TLS was not offered");
        }
    }

    private void Judge(Stepped stepped, ConnectionId connection)
    {
        if (_after.TryGetValue((stepped.Server.Life.Name, connection), out var remote)
            && stepped.PageOf(connection) is { Secured: false } page)
        {
            Require(
                stepped.Server.Definition.PolicyTowards(remote) is { PlainAfterTlsFailure: true, Tls: TlsPolicy.Optional },
                () => $"{stepped.Server.Name} proves itself in clear on {page.Connection.Name} behind a TLS failure");
        }
    }
}

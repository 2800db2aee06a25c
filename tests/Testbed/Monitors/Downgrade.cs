using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-9: <c>proceed</c> and <c>success</c> count only where they are awaited. What was asked and what was heard after
/// it is counted here, apart from what the negotiator believes. An answer that a peer sends too early, and that is
/// heard in time, cannot be told from a true one.
/// </summary>
internal sealed class AnswersCountOnlyWhereAwaited() : PropertyMonitor("INV-9")
{
    private readonly HashSet<(string Server, ConnectionId Connection, string What)> _asked = [];
    private readonly HashSet<(string Server, ConnectionId Connection, string What)> _answered = [];

    public override void OnStep(Stepped stepped)
    {
        var server = stepped.Server.Name;
        if (stepped.Input is Input.OnStream(var heardOn, StreamInput.Received { What: Heard.Proceed or Heard.Success } heard)
            && _asked.Remove((server, heardOn, heard.What.GetType().Name)))
        {
            _answered.Add((server, heardOn, heard.What.GetType().Name));
        }

        foreach (var output in stepped.After.Outputs)
        {
            switch (output)
            {
                case Output.BeginTls { Connection.Dialled: true } tls when stepped.PageOf(tls.Connection) is { } page:
                    Require(
                        page.Connection.DirectTls || _answered.Contains((server, tls.Connection, nameof(Heard.Proceed))),
                        () => $"{server} began TLS on {page.Connection.Name} without having asked and been told to");
                    break;
                case Output.Admitted { Connection.Dialled: true, Proof.Means: ProofMeans.External } admitted
                    when stepped.PageOf(admitted.Connection) is { } page:
                    Require(
                        _answered.Contains((server, admitted.Connection, nameof(Heard.Success))),
                        () => $"{server} believed in a success on {page.Connection.Name} that answered nothing");
                    break;
                case Output.Send(var connection, WireItem.Whole sent):
                    Ask(server, connection, Grammar.Understand(sent));
                    break;
            }
        }
    }

    private void Ask(string server, ConnectionId connection, Heard said)
    {
        var awaited = said switch
        {
            Heard.StartTls => nameof(Heard.Proceed),
            Heard.Auth => nameof(Heard.Success),
            _ => null,
        };
        if (awaited is not null)
        {
            _asked.Add((server, connection, awaited));
        }
    }
}

/// <summary>INV-17: where TLS is required, nothing that authenticates is said in clear, by either role.</summary>
internal sealed class NothingIsProvedInClear(Func<string, string, Policy?> policyOf) : PropertyMonitor("INV-17")
{
    public override void OnWritten(Written written)
    {
        if (!ProvingWords.Include(written.Meaning) || policyOf(written.Server, written.PeerServer) is not { } policy)
        {
            return;
        }

        if (policy.Tls is TlsPolicy.Required or TlsPolicy.DirectOnly)
        {
            Require(
                written.Page.Secured,
                () => $"{written.LinkName} carries {written.Meaning.GetType().Name} in clear, "
                    + $"against the policy of {written.Server}");
        }
    }
}

/// <summary>INV-19: bytes between the STARTTLS exchange and the handshake are fatal, and reach nobody behind it.</summary>
internal sealed class NothingCrossesIntoTls() : PropertyMonitor("INV-19")
{
    public override void OnStep(Stepped stepped)
    {
        foreach (var output in stepped.After.Outputs)
        {
            if (output is Output.BeginTls)
            {
                Require(
                    stepped.Input is not Input.OnStream(_, StreamInput.Received { BytesBehind: true }),
                    () => $"{stepped.Server.Name} began TLS although bytes stood behind the request for it");
            }
        }
    }
}

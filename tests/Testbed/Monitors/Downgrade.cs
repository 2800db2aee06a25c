using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

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
        var server = stepped.Server.Life.Name;
        if (stepped.Input is Input.OnStream(var heardOn, StreamInput.Received { What: Heard.Proceed or Heard.Success } heard)
            && _asked.Remove((server, heardOn, heard.What.GetType().Name)))
        {
            _answered.Add((server, heardOn, heard.What.GetType().Name));
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
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
            }
        }

        foreach (var said in stepped.Said)
        {
            Ask(server, said.Connection, said.What);
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

/// <summary>INV-20: STARTTLS happens once, in clear, and before anything is authenticated.</summary>
internal sealed class TlsBeginsOnce() : PropertyMonitor("INV-20")
{
    private readonly HashSet<Spot> _authenticated = [];

    public override void OnStep(Stepped stepped)
    {
        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.StartTls or Heard.Proceed or Heard.Features { Value.StartTls: true })
            {
                Require(
                    stepped.PageOf(said.Connection) is { Secured: false, Connection.DirectTls: false }
                        && !_authenticated.Contains(stepped.At(said.Connection)),
                    () => $"{stepped.Server.Name} says {said.What.GetType().Name} about STARTTLS on {said.Connection}, "
                        + "where TLS is there already, or comes too late");
            }
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted admitted)
            {
                _authenticated.Add(stepped.At(admitted.Connection));
            }
        }
    }
}

/// <summary>INV-23: nothing is decided between the beginning of TLS and the verdict on the certificate.</summary>
internal sealed class TheVerdictComesFirst() : PropertyMonitor("INV-23")
{
    private readonly HashSet<Spot> _awaited = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Input is Input.OnStream(var connection, StreamInput.Secured or StreamInput.TlsFailed or StreamInput.Disconnected)
            && _awaited.Remove(stepped.At(connection)))
        {
            Exercise();
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.BeginTls tls:
                    _awaited.Add(stepped.At(tls.Connection));
                    break;
                case Output.Send(var on, _) when _awaited.Count > 0 && _awaited.Contains(stepped.At(on)):
                    Break($"{stepped.Server.Name} speaks on {on} before it knows whose certificate it was shown");
                    break;
            }
        }
    }
}

/// <summary>INV-19: bytes between the STARTTLS exchange and the handshake are fatal, and reach nobody behind it.</summary>
internal sealed class NothingCrossesIntoTls() : PropertyMonitor("INV-19")
{
    public override void OnStep(Stepped stepped)
    {
        foreach (var output in stepped.After.Outputs.AsSpan())
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

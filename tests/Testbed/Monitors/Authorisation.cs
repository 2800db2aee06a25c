using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-1: who writes a stanza was granted its pair on that very connection.</summary>
internal sealed class WrittenOnlyWhenAuthorised() : PropertyMonitor("INV-1")
{
    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Stanza(var stanza))
        {
            Require(
                written.ByInitiator && (written.Page.Grants(stanza.Pair) || written.Page.GrantedBefore(stanza.Pair)),
                () => $"{written.LinkName} carries a stanza of {stanza.Pair}, which was never granted there");
        }
    }
}

/// <summary>INV-2: who hands a stanza to its application has itself granted the pair on that very connection.</summary>
internal sealed class DeliveredOnlyWhenAuthorised() : PropertyMonitor("INV-2")
{
    public override void OnDelivered(Delivered delivered) => Require(
        delivered.Proof.Pair == delivered.Stanza.Pair && delivered.Page.Grants(delivered.Stanza.Pair),
        () => $"{delivered.Server.Name} delivered a stanza of {delivered.Stanza.Pair} from {delivered.Page.Connection.Name}, "
            + "where it had not granted the pair");
}

/// <summary>
/// INV-4: <c>db:result type='valid'</c> grants only a pair that was requested before on the same stream, and each
/// request once. What was asked and what was heard is counted here, apart from what the negotiator believes.
/// </summary>
internal sealed class OnlyRequestedPairsAreGranted() : PropertyMonitor("INV-4")
{
    private readonly HashSet<(string Server, ConnectionId Connection, DomainPair Pair)> _requested = [];
    private readonly HashSet<(string Server, ConnectionId Connection, DomainPair Pair)> _answered = [];

    public override void OnStep(Stepped stepped)
    {
        var server = stepped.Server.Life.Name;
        if (stepped.Input is Input.OnStream(var heardOn, StreamInput.Received { What: Heard.ResultAnswer answer }))
        {
            Exercise();
            if (_requested.Remove((server, heardOn, answer.Pair)) && answer.Verdict is Verdict.Valid)
            {
                _answered.Add((server, heardOn, answer.Pair));
            }
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted { Connection.Dialled: true, Proof.Means: ProofMeans.Dialback } admitted)
            {
                Require(
                    _answered.Contains((server, admitted.Connection, admitted.Proof.Pair)),
                    () => $"{server} took {admitted.Proof.Pair} for granted on {admitted.Connection}, "
                        + "though nobody had answered its request");
            }
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultRequest request)
            {
                _requested.Add((server, said.Connection, request.Pair));
            }
        }
    }
}

/// <summary>INV-5: <c>db:verify type='valid'</c> grants only what was asked and not answered on the same stream.</summary>
internal sealed class OnlyAskedKeysAreConfirmed() : PropertyMonitor("INV-5")
{
    public override void OnStep(Stepped stepped)
    {
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted { Connection.Dialled: false, Proof.Means: ProofMeans.Dialback } admitted)
            {
                Require(
                    IsConfirmed(stepped, admitted),
                    () => $"{stepped.Server.Name} granted {admitted.Proof.Pair}, though no authority had confirmed the key");
            }
        }
    }

    private static bool IsConfirmed(Stepped stepped, Output.Admitted admitted) =>
        stepped.PageOf(admitted.Connection)?.Id is { } id
        && stepped.Server.Dialled.Any(page => page.Confirms(admitted.Proof.Pair, id));
}

/// <summary>INV-12: no authorisation outlives a restart, but for exactly the pair that SASL has proved.</summary>
internal sealed class NothingOutlivesARestart() : PropertyMonitor("INV-12")
{
    // RFC 6120 6.4.6: the header behind SASL belongs to whom SASL has authenticated.
    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.Header(var header) && !stepped.On.Dialled
            && stepped.PageOf(stepped.On) is { SaslAgreed: true } page
            && Domain.TryParse(header.From, out var sender) && Domain.TryParse(header.To, out var target)
            && !page.Grants(new DomainPair(sender, target)))
        {
            Require(
                !stepped.After.Outputs.Any(o => o is Output.Admitted),
                () => $"{stepped.Server.Name} authenticated one pair by SASL on {page.Connection.Name}, "
                    + $"and welcomes {header.From} behind it");
        }
    }

    public override void OnWritten(Written written)
    {
        switch (written.Meaning)
        {
            case Heard.Header when written.Page.Epoch > 0:
                Exercise();
                break;
            case Heard.Stanza(var stanza):
                Require(
                    !written.Page.GrantedBefore(stanza.Pair),
                    () => $"{written.LinkName} carries a stanza of {stanza.Pair}, granted before the last restart only");
                break;
        }
    }
}

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
                written.Page.Carries(written.ByInitiator, stanza.Pair)
                    || (written.ByInitiator && written.Page.GrantedBefore(stanza.Pair)),
                () => $"{written.LinkName} carries a stanza of {stanza.Pair}, which was never granted there");
        }
    }
}

/// <summary>INV-2: who hands a stanza to its application has itself granted the pair on that very connection.</summary>
internal sealed class DeliveredOnlyWhenAuthorised() : PropertyMonitor("INV-2")
{
    public override void OnDelivered(Delivered delivered) => Require(
        delivered.Proof.Pair == delivered.Stanza.Pair
            && delivered.Page.Carries(delivered.FromInitiator, delivered.Stanza.Pair),
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
                // XEP-0288: the inverse of what was answered comes back.
                var pair = stepped.PageOf(admitted.Connection) is { Bidi: true } && stepped.Server.Serves(admitted.Proof.Pair.Target)
                    ? admitted.Proof.Pair.Inverse
                    : admitted.Proof.Pair;
                Require(
                    _answered.Contains((server, admitted.Connection, pair)),
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

    private static bool IsConfirmed(Stepped stepped, Output.Admitted admitted)
    {
        if (stepped.PageOf(admitted.Connection) is not { Id: { } id } page)
        {
            return false;
        }

        var pair = page.Bidi && stepped.Server.Serves(admitted.Proof.Pair.Sender) ? admitted.Proof.Pair.Inverse : admitted.Proof.Pair;
        // XEP-0344 2.4: behind SASL a certificate that names the sender may do instead.
        return (page is { SaslAgreed: true, Receiver.Sees: { Presented: true, Problem: CertificateProblem.None } seen }
                && seen.Names.Any(n => NamesAreEqualOrNothing.Covers(n, pair.Sender.Name)))
            || stepped.Server.Dialled.Any(asked => asked.Confirms(pair, id));
    }
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

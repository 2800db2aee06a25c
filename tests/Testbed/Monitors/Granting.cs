using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-3: what was granted to a pair goes for no other pair of the same sender or the same target.</summary>
internal sealed class GrantsAreOfPairs() : PropertyMonitor("INV-3")
{
    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.Stanza(var heard) && IsGrantedInPart(stepped.PageOf(stepped.On), heard.Pair))
        {
            Exercise();
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Deliver delivery && stepped.PageOf(delivery.Connection) is { SaslAgreed: false } page
                && IsGrantedInPart(page, delivery.Stanza.Pair) && !page.Carries(!delivery.Connection.Dialled, delivery.Stanza.Pair))
            {
                Break($"{stepped.Server.Name} delivers a stanza of {delivery.Stanza.Pair} from {page.Connection.Name}, where it "
                    + "had granted another pair of one of the two");
            }
        }
    }

    private static bool IsGrantedInPart(Page? page, DomainPair pair) =>
        page is not null && !page.Grants(pair) && page.GrantsInPart(pair);
}

/// <summary>INV-10: EXTERNAL proves the pair of the header; any other must be requested and granted on that stream.</summary>
internal sealed class ExternalProvesOnePair() : PropertyMonitor("INV-10")
{
    public override void OnStep(Stepped stepped)
    {
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            var (connection, stanza) = output switch
            {
                Output.SendStanza sending => (sending.Connection, sending.Stanza),
                Output.Deliver delivery => (delivery.Connection, delivery.Stanza),
                _ => (default, null),
            };
            if (stanza is not null && stepped.PageOf(connection) is { SaslAgreed: true } page)
            {
                Require(
                    page.Carries(connection.Dialled == output is Output.SendStanza, stanza.Pair),
                    () => $"{stepped.Server.Name} takes {page.Connection.Name}, authenticated by EXTERNAL, for {stanza.Pair} too");
            }
        }
    }
}

/// <summary>INV-6: the verdict of an authority counts for the stream whose id was asked about, and for no other.</summary>
internal sealed class VerdictsCountForTheirStream() : PropertyMonitor("INV-6")
{
    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.VerifyAnswer && stepped.Before.Outgoing.TryGetValue(stepped.On, out var stream)
            && stream.Context.Errand is Errand.Verify verify && !stepped.Before.Incoming.ContainsKey(verify.Asker))
        {
            Exercise();
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted { Connection.Dialled: false, Proof: { Means: ProofMeans.Dialback } proof } admitted
                && stepped.PageOf(admitted.Connection) is { Id: { } id } page
                && stepped.Heard is Heard.VerifyAnswer heard && heard.Pair == proof.Pair && heard.Id != id)
            {
                Break($"{stepped.Server.Name} granted {proof.Pair} on {page.Connection.Name} by a verdict about another stream");
            }
        }
    }
}

/// <summary>INV-7: an answer consumes its request; what comes again, or behind the deadline, changes nothing.</summary>
internal sealed class AnswersCountOnce() : PropertyMonitor("INV-7")
{
    private readonly HashSet<(Spot Spot, DomainPair Pair)> _open = [];
    private readonly HashSet<(Spot Spot, DomainPair Pair)> _consumed = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.ResultAnswer answer && stepped.On.Dialled)
        {
            var request = (stepped.At(stepped.On), answer.Pair);
            if (!_open.Remove(request) && _consumed.Contains(request))
            {
                Exercise();
                foreach (var output in stepped.After.Outputs.AsSpan())
                {
                    if (output is Output.Admitted or Output.SendStanza)
                    {
                        Break($"{stepped.Server.Name} counted an answer for {answer.Pair} twice");
                    }
                }
            }

            _consumed.Add(request);
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultRequest made)
            {
                _open.Add((stepped.At(said.Connection), made.Pair));
            }
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.ResultAnswer answer && !written.ByInitiator && written.Page.OpenRequests(answer.Pair) == 0)
        {
            Break($"{written.LinkName} carries an answer for {answer.Pair}, whose request is answered or was never made");
        }
    }
}

/// <summary>
/// INV-8: without bidi the initiator asks and the receiver answers: an answer that the initiator sends, or a request of
/// the receiver, grants nothing and is not answered.
/// </summary>
internal sealed class DialbackHasItsDirection() : PropertyMonitor("INV-8")
{
    public override void OnStep(Stepped stepped)
    {
        if (!IsBackward(stepped.Heard, stepped.On.Dialled) || stepped.PageOf(stepped.On) is { Bidi: true })
        {
            return;
        }

        Exercise();
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted or Output.SendStanza or Output.Deliver)
            {
                Break($"{stepped.Server.Name} let {stepped.Heard!.GetType().Name} count, though it came the wrong way on {stepped.On}");
            }
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultAnswer or Heard.ResultRequest or Heard.VerifyAnswer or Heard.VerifyRequest)
            {
                Break($"{stepped.Server.Name} answered {stepped.Heard!.GetType().Name}, though it came the wrong way on {stepped.On}");
            }
        }
    }

    private static bool IsBackward(Heard? heard, bool onDialled) => heard switch
    {
        Heard.ResultAnswer or Heard.VerifyAnswer => !onDialled,
        Heard.ResultRequest or Heard.VerifyRequest => onDialled,
        _ => false,
    };
}

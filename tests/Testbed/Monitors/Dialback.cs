using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-14: nobody asks about a key on the connection that presented it.</summary>
internal sealed class KeysAreVerifiedElsewhere() : PropertyMonitor("INV-14")
{
    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.VerifyRequest request)
        {
            Require(
                written.ByInitiator && written.Page.Id != request.Id,
                () => $"{written.LinkName} carries the question about a key that it has itself presented");
        }
    }
}

/// <summary>
/// INV-25: a key is what XEP-0185 makes of the secret, the two domains and the id of the stream at hand; no other is
/// called valid. It is computed here a second time.
/// </summary>
internal sealed class KeysAreMadeByTheBook() : PropertyMonitor("INV-25")
{
    private readonly Dictionary<Spot, string> _ids = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.Header { Value.Id: { } given } && stepped.On.Dialled)
        {
            _ids[stepped.At(stepped.On)] = given;
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultRequest(var pair, var key))
            {
                var id = _ids.GetValueOrDefault(stepped.At(said.Connection), "");
                Require(
                    key == Made(stepped.Server.Life.Name, pair, id),
                    () => $"{stepped.Server.Name} sends {key} on {said.Connection}, which is no key of {pair} and {id}");
            }
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.VerifyAnswer { Verdict: Verdict.Valid } answer
            && written.Page.KeyAsked(answer.Pair, answer.Id) is { } asked)
        {
            Require(
                asked == Made(written.Author, answer.Pair, answer.Id.Value),
                () => $"{written.LinkName} calls {asked} valid, which is no key of {answer.Pair} and {answer.Id}");
        }
    }

    private static string Made(string life, DomainPair pair, string id) =>
        DialbackKey.Of(NegotiatorServer.SecretOf(life), pair.Target.Name, pair.Sender.Name, id);
}

/// <summary>
/// INV-26: the id of a stream is one that its receiver has never given before, not even to the stream that is begun
/// anew, and holds the characters of an NMTOKEN only.
/// </summary>
internal sealed class StreamIdsAreFresh() : PropertyMonitor("INV-26")
{
    private readonly HashSet<(string Server, string Id)> _given = [];

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Header(var header) && !written.ByInitiator)
        {
            Require(
                header.Id is { Length: > 0 } id && id.All(IsNameCharacter) && _given.Add((written.Server, id)),
                () => $"{written.LinkName} has the id '{header.Id}', which is missing, was given before or is no NMTOKEN");
        }
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' or ':';
}

/// <summary>
/// INV-27: an authority answers what it was asked, in the name of a domain that it serves, with the addresses swapped
/// and the id copied; its stream is what it was before.
/// </summary>
internal sealed class AuthoritiesAnswerAndForget(Func<string, Domain, bool> serves) : PropertyMonitor("INV-27")
{
    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.VerifyRequest && stepped.Before.Incoming.TryGetValue(stepped.On, out var before)
            && before.State is ReceivingState.Negotiating or ReceivingState.Established)
        {
            Require(
                stepped.After.State.Incoming.TryGetValue(stepped.On, out var after) && after.State == before.State,
                () => $"{stepped.Server.Name} holds another state of {stepped.On} since it was asked about a key there");
        }
    }

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.VerifyAnswer answer)
        {
            Require(
                written.Page.KeyAsked(answer.Pair, answer.Id) is not null
                    && (answer.Verdict is Verdict.Error || serves(written.Server, answer.Pair.Sender)),
                () => $"{written.LinkName} answers about {answer.Pair} and {answer.Id}, "
                    + "which it was not asked about or is not the authority for");
        }
    }
}

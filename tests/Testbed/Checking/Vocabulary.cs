using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Monitors;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What an attacker thinks of saying.</summary>
[Flags]
internal enum Repertoire
{
    /// <summary>What it has heard, and that the keys which others ask about are valid.</summary>
    Replays = 1,

    /// <summary>Stanzas and grants in the name of whom it claims to be.</summary>
    Pretences = 2,

    /// <summary>On connections of its own: headers and features.</summary>
    Openings = 4,

    /// <summary>On connections of its own: requests with a key that is made up.</summary>
    Requests = 8,

    /// <summary>That TLS shall begin.</summary>
    Tls = 16,

    /// <summary>EXTERNAL: as somebody and as nobody in particular, or that it has succeeded or failed.</summary>
    Sasl = 32,

    /// <summary>Refusals of keys, and verdicts on keys that nobody has asked about.</summary>
    Verdicts = 64,

    /// <summary>Questions about keys.</summary>
    Questions = 128,

    /// <summary>Stream errors and closing tags.</summary>
    Ends = 256,

    /// <summary>It may begin as a server from before 1.0 does (RFC 6120 4.7.5).</summary>
    Old = 512,
}

/// <summary>The items that an attacker can make up without a secret: what it says is one of them, or what it has heard.</summary>
internal sealed class Vocabulary(CoreWorld world)
{
    private const string Guess = "a guess";

    private static readonly StreamId MadeUp = new("made-up");

    private readonly AttackerBounds _bounds = world.Scope.Attacker;

    /// <summary>The header by which it begins to speak as who it claims to be.</summary>
    public static WireItem Opening(Domain claim, Domain hearer, CallKind how = CallKind.InClear) =>
        Phrases.Header(claim, hearer, null, how == CallKind.WithoutVersion ? null : StreamVersion.One);

    /// <summary>Whether it remembers what it has heard: it is of use to say it again, or to be answered.</summary>
    public bool Remembers(Heard heard) => _bounds.Says.HasFlag(Repertoire.Replays)
        ? heard is Heard.ResultRequest or Heard.ResultAnswer or Heard.VerifyRequest or Heard.VerifyAnswer or Heard.Stanza
        : heard is Heard.VerifyRequest && _bounds.Says.HasFlag(Repertoire.Verdicts);

    /// <summary>What it can say to a server that is at one end of a connection.</summary>
    /// <param name="hearer">The server.</param>
    /// <param name="toInitiator">Whether that has dialled.</param>
    /// <param name="isOwn">Whether the attacker itself is the other end.</param>
    public IEnumerable<WireItem> For(Domain hearer, bool toInitiator, bool isOwn)
    {
        foreach (var claim in _bounds.Claims)
        {
            foreach (var item in Claiming(new DomainPair(claim, hearer), toInitiator, isOwn))
            {
                yield return item;
            }
        }

        foreach (var item in toInitiator ? ToInitiator(hearer, isOwn) : isOwn ? ToReceiver() : [])
        {
            yield return item;
        }

        if (_bounds.Says.HasFlag(Repertoire.Ends))
        {
            yield return Phrases.StreamError(StreamCondition.UndefinedCondition, null);
            yield return Phrases.StreamEnd;
        }
    }

    /// <summary>What it can answer to a question about a key.</summary>
    public IEnumerable<WireItem> On(Heard.VerifyRequest question)
    {
        yield return Phrases.VerifyAnswer(question.Pair, question.Id, new Verdict.Valid());
        if (_bounds.Says.HasFlag(Repertoire.Verdicts))
        {
            yield return Phrases.VerifyAnswer(question.Pair, question.Id, new Verdict.Invalid());
            yield return Phrases.VerifyAnswer(question.Pair, MadeUp, new Verdict.Valid());
        }
    }

    private IEnumerable<WireItem> Claiming(DomainPair pair, bool toInitiator, bool isOwn)
    {
        if (_bounds.Says.HasFlag(Repertoire.Pretences))
        {
            yield return new WireItem.Whole(Ledger.StanzaOf(pair, 0).Element);
            yield return Phrases.ResultAnswer(pair.Inverse, new Verdict.Valid());
        }

        if (_bounds.Says.HasFlag(Repertoire.Verdicts) && toInitiator)
        {
            yield return Phrases.ResultAnswer(pair.Inverse, new Verdict.Invalid());
            yield return Phrases.ResultAnswer(pair.Inverse, new Verdict.Error(StanzaCondition.ItemNotFound));
        }

        if (_bounds.Says.HasFlag(Repertoire.Questions))
        {
            yield return Phrases.VerifyRequest(pair.Inverse, MadeUp, Guess);
        }

        if (isOwn && !toInitiator && _bounds.Says.HasFlag(Repertoire.Openings))
        {
            yield return Opening(pair.Sender, pair.Target);
        }

        if (isOwn && !toInitiator && _bounds.Says.HasFlag(Repertoire.Requests))
        {
            yield return Phrases.ResultRequest(pair, Guess);
        }

        if (isOwn && !toInitiator && _bounds.Says.HasFlag(Repertoire.Sasl))
        {
            yield return Phrases.AuthExternal(pair.Sender);
        }
    }

    private IEnumerable<WireItem> ToInitiator(Domain hearer, bool isOwn)
    {
        if (_bounds.Says.HasFlag(Repertoire.Tls))
        {
            yield return Phrases.Proceed;
        }

        if (_bounds.Says.HasFlag(Repertoire.Sasl))
        {
            yield return Phrases.Success;
            yield return Phrases.SaslFailure(SaslCondition.NotAuthorized);
        }

        if (isOwn && _bounds.Says.HasFlag(Repertoire.Openings))
        {
            yield return Phrases.Header(world.Stranger.Name, hearer, MadeUp, StreamVersion.One);
            foreach (var features in _bounds.Offers)
            {
                yield return Phrases.Features(features);
            }
        }
    }

    private IEnumerable<WireItem> ToReceiver()
    {
        if (_bounds.Says.HasFlag(Repertoire.Tls))
        {
            yield return Phrases.StartTls;
        }

        if (_bounds.Says.HasFlag(Repertoire.Sasl))
        {
            yield return AsNobody;
        }
    }

    // RFC 6120 6.4.2: it wants to be taken for whom its certificate proves.
    private static WireItem AsNobody { get; } = Phrases.Say(
        new Element(Namespaces.Sasl, "auth").With("mechanism", "EXTERNAL").WithText("="));
}

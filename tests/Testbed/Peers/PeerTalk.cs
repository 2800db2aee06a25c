using System.Buffers;
using System.Collections.Immutable;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// What a simulated peer knows of one connection, and the saying of what its profile has for an occasion. Which
/// occasion it is depends on who has dialled.
/// </summary>
internal abstract class PeerTalk(ServerDefinition server, Profile profile, IPeerLine line)
{
    private const int TrickleBytes = 16;

    // Two that answer each other's answers would never come to rest.
    private const int OccasionsMax = 60;

    private readonly ElementReader _reader = new(new ReaderLimits(1 << 20, 64, 64));
    private readonly ArrayBufferWriter<byte> _unsent = new();
    private readonly Wording _wording = new();
    private readonly SortedSet<DomainPair> _granted = [];
    private int _stanzas;
    private int _occasions;

    protected ServerDefinition Server { get; } = server;

    protected Profile Profile { get; } = profile;

    protected IPeerLine Line { get; } = line;

    /// <summary>In whose name the peer speaks.</summary>
    protected Domain Local { get; set; } = server.Name;

    /// <summary>Whom it speaks to, as far as that has been said.</summary>
    protected Domain? Remote { get; set; }

    /// <summary>The id of the stream: that of the receiver's last header.</summary>
    protected StreamId? Id { get; set; }

    /// <summary>What the other side presented; null while the stream is in clear.</summary>
    protected PeerCertificate? Certificate { get; private set; }

    protected bool Authenticated { get; set; }

    /// <summary>What was read last, for what its meaning leaves out.</summary>
    protected WireItem? Read { get; private set; }

    /// <summary>Whether its own close tag is said.</summary>
    protected bool HasClosed { get; private set; }

    protected bool Encrypted => Certificate is not null;

    /// <summary>Whether the other side's certificate proves its domain.</summary>
    protected bool IsProved =>
        Remote is { } remote && Certificate?.VerdictFor(remote) == CertificateVerdict.Valid;

    /// <summary>The key that the present occasion is about.</summary>
    protected KeyQuestion? AtHand { get; set; }

    protected StanzaInHand? InHand { get; set; }

    /// <summary>Who does not know TLS cannot require it.</summary>
    protected bool RequiresTls => Profile.HasVersion && Server.Policy.Tls is TlsPolicy.Required or TlsPolicy.DirectOnly;

    protected static Domain Elsewhere { get; } = Domain.Parse("elsewhere.example");

    /// <summary>There is a connection, in clear or with TLS from the first byte.</summary>
    public abstract void Begin(bool directTls);

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        _reader.Feed(bytes);
        while (!Line.IsOver && !Line.AwaitsTls && _reader.TryRead(out var item))
        {
            Read = item;
            Meet(Grammar.Understand(item));
        }
    }

    /// <summary>The handshake is done: a new stream, and nothing said before counts.</summary>
    public void Secure(PeerCertificate certificate)
    {
        (Certificate, Id, AtHand) = (Judged(certificate), null, null);
        _granted.Clear();
        _reader.Reset();
        Secured();
    }

    /// <summary>The connection is gone, or nothing more comes.</summary>
    public abstract void Lose(bool byTheirEnd);

    protected abstract void Secured();

    /// <summary>What a certificate is in its eyes.</summary>
    protected virtual PeerCertificate Judged(PeerCertificate certificate) => certificate;

    /// <summary>The peer has let the connection go.</summary>
    protected abstract void Ended();

    protected abstract void Meet(Heard heard);

    protected bool IsGranted(DomainPair pair) => _granted.Contains(pair);

    protected bool HasGranted => _granted.Count > 0;

    /// <summary>Says what the profile has for an occasion, given from the most special to the most general one.</summary>
    protected void On(params ReadOnlySpan<Occasion> occasions)
    {
        if (++_occasions > OccasionsMax)
        {
            return;
        }

        var occasion = Profile.Takes(occasions);
        Line.Met(occasion);
        Perform(Profile.Says(occasion), 0, new Matter(AtHand, InHand));
    }

    /// <summary>An occasion, where it is one.</summary>
    protected static ReadOnlySpan<Occasion> Special(bool isSo, Occasion occasion) => isSo ? new Occasion[] { occasion } : [];

    /// <summary>What only one of the two roles can do.</summary>
    protected abstract void PerformInRole(Utterance utterance);

    private void Perform(ImmutableArray<Utterance> utterances, int from, Matter matter)
    {
        (AtHand, InHand) = (matter.Key, matter.Stanza);
        for (var i = from; i < utterances.Length && !Line.IsOver; i++)
        {
            if (utterances[i] is Utterance.Wait(var seconds))
            {
                var next = i + 1;
                Flush();
                Line.Wait(TimeSpan.FromSeconds(seconds), () => Perform(utterances, next, matter));
                return;
            }

            Perform(utterances[i]);
        }

        Flush();
    }

    private void Perform(Utterance utterance)
    {
        switch (utterance)
        {
            case Utterance.Handshake:
                Flush();
                Line.BeginTls();
                break;
            case Utterance.End or Utterance.Reset:
                Flush();
                Line.End(reset: utterance is Utterance.Reset);
                Ended();
                break;
            case Utterance.ExpectHeader:
                _reader.Restart();
                break;
            case Utterance.Bytes(var text):
                Say(Wording.Raw(text));
                break;
            case Utterance.Take when InHand is { } given:
                Line.Take(given.Stanza);
                break;
            case Utterance.PerhapsUnsolicited(var when):
                AnswerNobody(when);
                break;
            default:
                PerformInRole(utterance);
                break;
        }
    }

    /// <summary>What both roles say in the same words; false where it is for one role only.</summary>
    protected bool TrySay(Utterance utterance)
    {
        var item = utterance switch
        {
            Utterance.StartTls => Phrases.StartTls,
            Utterance.Proceed => Phrases.Proceed,
            Utterance.TlsFailure => Phrases.TlsFailure,
            Utterance.Success => Phrases.Success,
            Utterance.Challenge => Phrases.EmptyChallenge,
            Utterance.SaslFailure(var condition) => Wording.SaslFailure(condition),
            Utterance.StreamError(var condition) => Wording.StreamError(condition),
            Utterance.CloseTag => Phrases.StreamEnd,
            Utterance.Key(var from) => Wording.Key(Speaking(from), Remote, MakeKey(Speaking(from))),
            Utterance.Result(var type, var from, var condition) => Wording.Result(AnswerTo(from), type, condition),
            Utterance.Question => Wording.Question(Local, Remote, Id),
            Utterance.Verdict(var type, var condition) => Wording.Verdict(PairAsked, AtHand?.Id ?? Id, type, condition),
            Utterance.Stanza(var from) => Wording.Message(Speaking(from), Remote, ++_stanzas),
            _ => null,
        };
        if (item is null)
        {
            return false;
        }

        if (utterance is Utterance.Result { Type: "valid", From: Speaker.Itself })
        {
            _granted.Add(AnswerTo(Speaker.Itself));
        }

        HasClosed |= utterance is Utterance.CloseTag;
        Say(item);
        return true;
    }

    protected void Grant(DomainPair pair) => _granted.Add(pair);

    protected void Say(WireItem item) => Say(_wording.Write(item));

    protected string MakeKey(Domain from) =>
        Remote is { } remote && Id is { } id ? new SymbolicKeys(Server.Name.Name).Make(new(from, remote), id) : "key";

    protected bool IsOwnKey(KeyQuestion question) =>
        new SymbolicKeys(Server.Name.Name).IsOurs(question.Pair, question.Id, question.Key);

    private Domain Speaking(Speaker from) => from == Speaker.Itself ? Local : Elsewhere;

    // The pair of a request as its sender has named it; without one, the pair that would be asked for here.
    private DomainPair PairAsked => AtHand?.Pair ?? new DomainPair(Remote ?? Elsewhere, Local);

    private DomainPair AnswerTo(Speaker from) => from == Speaker.Itself ? PairAsked : PairAsked with { Target = Elsewhere };

    // D5: an answer to a request that was never made, or for a pair that nobody spoke of.
    private void AnswerNobody(string when)
    {
        if (Remote is not { } peer || HasGranted)
        {
            return;
        }

        DomainPair?[] pairs = [null, new(peer, Local), new(Elsewhere, Local)];
        var pick = pairs[Line.Choose(
            pairs.Length, i => $"unsolicited {when} features {Line.Name} {pairs[i]?.ToString() ?? "none"}")];
        if (pick is { } pair)
        {
            Grant(pair);
            Say(Wording.Result(pair, "valid", null));
        }
    }

    private void Say(ReadOnlyMemory<byte> bytes)
    {
        if (Writing == Writing.Together)
        {
            _unsent.Write(bytes.Span);
        }
        else if (!Line.IsOver)
        {
            Line.Write(bytes, PieceBytes(bytes.Length));
        }
    }

    private Writing Writing => Server.Peer?.Writing ?? Writing.Elements;

    private int PieceBytes(int length) => Writing switch
    {
        Writing.Halves => (length + 1) / 2,
        Writing.Trickle => TrickleBytes,
        _ => length,
    };

    private void Flush()
    {
        if (_unsent.WrittenCount > 0 && !Line.IsOver)
        {
            Line.Write(_unsent.WrittenMemory.ToArray(), _unsent.WrittenCount);
        }

        _unsent.Clear();
    }

    private readonly record struct Matter(KeyQuestion? Key, StanzaInHand? Stanza);
}

/// <summary>A stanza that a peer was given and has not decided about.</summary>
internal sealed record StanzaInHand(Stanza Stanza);

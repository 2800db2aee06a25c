using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>What a simulated peer has dialled for.</summary>
internal abstract record PeerErrand
{
    private PeerErrand()
    {
    }

    /// <summary>To send stanzas.</summary>
    public sealed record Send(DomainPair Pair, CallProof Proof, int Stanzas) : PeerErrand;

    /// <summary>To ask the authority about a key; null says that no verdict was to be had.</summary>
    public sealed record Ask(KeyQuestion Question, Action<bool?> Answered) : PeerErrand;
}

/// <summary>A simulated peer on a connection that it has dialled.</summary>
internal sealed class DiallingTalk : PeerTalk
{
    private readonly List<PeerErrand.Ask> _asked = [];
    private readonly Queue<PeerErrand> _later = new();
    private readonly bool _isShared;
    private PeerErrand _errand;
    private StreamFeatures _offered = StreamFeatures.None;
    private bool _isUsable;

    public DiallingTalk(ServerDefinition server, Profile profile, IPeerLine line, PeerErrand errand)
        : base(server, profile, line)
    {
        _errand = errand;
        var ends = EndsOf(errand);
        (Local, Remote) = (ends.Sender, ends.Target);
        // What pretends to another proof than the best has a connection of its own.
        _isShared = profile.KeepsConnections && MayShare(errand);
        Remember(errand);
    }

    private bool WantsTls => Profile.HasVersion && Server.Policy.Tls != TlsPolicy.Disabled;

    private bool TakesExternal => Profile.UsesExternal && Encrypted && _offered.External && Server.Policy.Sasl != SaslPolicy.Disabled;

    private bool TakesDialback => Server.Policy is { Sasl: not SaslPolicy.Required, Dialback: not DialbackPolicy.Never };

    private bool Asks => _errand is PeerErrand.Ask;

    // It dials no port for direct TLS.
    public override void Begin(bool directTls) =>
        On([.. Special(Server.Policy.Tls == TlsPolicy.Disabled, Occasion.DialledWithoutTls), Occasion.Dialled]);

    /// <summary>Something more to do on this connection; false where another one must be dialled for it.</summary>
    public bool TryTake(PeerErrand errand)
    {
        if (!_isShared || !MayShare(errand) || Line.IsOver || EndsOf(errand) != new DomainPair(Local, Remote ?? Elsewhere))
        {
            return false;
        }

        Remember(errand);
        _later.Enqueue(errand);
        DoTheRest();
        return true;
    }

    public override void Lose(bool byTheirEnd)
    {
        Ended();
        if (byTheirEnd)
        {
            On(Occasion.EndOfBytes);
        }
    }

    protected override void Secured() => On(Occasion.DialledSecured);

    // No verdict is to be had here any more.
    protected override void Ended()
    {
        foreach (var ask in _asked.ToList())
        {
            Conclude(ask, null);
        }
    }

    protected override void Meet(Heard heard)
    {
        (AtHand, InHand) = (null, null);
        switch (heard)
        {
            case Heard.Header(var header):
                Greet(header);
                break;
            case Heard.Features(var features):
                _offered = features;
                Go();
                break;
            case Heard.Proceed:
                On(Occasion.Proceed);
                break;
            case Heard.TlsFailure:
                On(Occasion.TlsRefused);
                break;
            case Heard.Success:
                Authenticated = true;
                On(Occasion.Success);
                break;
            case Heard.SaslFailure:
                On([.. Special(!TakesDialback, Occasion.SaslRefusedFinally), Occasion.SaslRefused]);
                break;
            case Heard.ResultAnswer(_, Verdict.Valid):
                _isUsable = true;
                Use();
                break;
            case Heard.ResultAnswer:
                On(Occasion.DialbackRefused);
                break;
            case Heard.VerifyAnswer(var pair, var id, var verdict) when Asked(pair, id) is { } ask:
                Conclude(ask, verdict switch
                {
                    Verdict.Valid => true,
                    Verdict.Error when !Profile.TakesErrorForInvalid => null,
                    _ => false,
                });
                On(Occasion.AuthorityAnswered);
                break;
            case Heard.StreamError:
                Ended();
                On(Occasion.StreamError);
                break;
            case Heard.CloseTag:
                Ended();
                On([.. Special(HasClosed, Occasion.CloseTagAnswered), Occasion.CloseTag]);
                break;
        }
    }

    protected override void PerformInRole(Utterance utterance)
    {
        switch (utterance)
        {
            case Utterance.Header(var form):
                Say(Wording.Header(
                    form, form.HasFlag(HeaderForm.FromElsewhere) ? Elsewhere : Local, Remote, null, Profile.HasVersion));
                break;
            case Utterance.Request:
                MakeRequest();
                break;
            case Utterance.Authenticate:
                Prove(CallProof.Best);
                break;
            case Utterance.Stanzas when _errand is PeerErrand.Send send:
                for (var i = 0; i < send.Stanzas; i++)
                {
                    TrySay(new Utterance.Stanza(Speaker.Itself));
                }

                break;
            default:
                TrySay(utterance);
                break;
        }
    }

    private static bool MayShare(PeerErrand errand) => errand is PeerErrand.Ask or PeerErrand.Send { Proof: CallProof.Best };

    // From whom to whom the stream goes: who asks is the target of the pair in question.
    private static DomainPair EndsOf(PeerErrand errand) => errand switch
    {
        PeerErrand.Send send => send.Pair,
        PeerErrand.Ask ask => new(ask.Question.Pair.Target, ask.Question.Pair.Sender),
        _ => throw new InvalidOperationException($"No errand {errand.GetType().Name}."),
    };

    private void Greet(StreamHeader header)
    {
        Id = string.IsNullOrEmpty(header.Id) ? null : new StreamId(header.Id);
        if (Id is null)
        {
            On(Occasion.HeaderWithoutId);
        }

        if (!Line.IsOver && !(header.Version.HasFeatures && Profile.HasVersion))
        {
            Go();
        }
    }

    // The header or the features are there: what stands between here and the errand?
    private void Go()
    {
        if (Authenticated)
        {
            _isUsable = true;
            Use();
        }
        else
        {
            On(Encrypted || !WantsTls ? [.. OccasionsOfReady(), Occasion.Ready]
                : _offered.StartTls ? [Occasion.TlsOffered]
                : RequiresTls ? [Occasion.TlsNotOffered]
                : [.. OccasionsOfReady(), Occasion.Ready]);
        }
    }

    private Occasion[] OccasionsOfReady() =>
    [
        .. Special(Encrypted && !IsProved && Server.Policy.StrictCertificates, Occasion.ReadyWithStranger),
        .. Special(!Asks && !TakesExternal && !TakesDialback, Occasion.ReadyForNothing),
        .. Special(!Asks && !TakesExternal && Encrypted && Server.Policy.Sasl != SaslPolicy.Disabled, Occasion.ReadyWithoutExternal),
        .. Special(Asks, Occasion.ReadyToAsk),
    ];

    private void Use()
    {
        Occasion[] occasions = Authenticated
            ? [.. Special(Asks, Occasion.FinalFeaturesToAsk), Occasion.FinalFeatures]
            : [.. Special(Asks, Occasion.GrantedToAsk), Occasion.Granted];
        On(occasions);
        DoTheRest();
    }

    private void DoTheRest()
    {
        if (_isUsable && _later.TryDequeue(out var next))
        {
            _errand = next;
            Use();
        }
    }

    private void MakeRequest()
    {
        switch (_errand)
        {
            case PeerErrand.Ask(var question, _):
                Say(Phrases.VerifyRequest(question.Pair, question.Id, question.Key));
                break;
            case PeerErrand.Send { Proof: CallProof.None }:
                PerformInRole(new Utterance.Stanzas());
                break;
            case PeerErrand.Send send:
                Prove(send.Proof);
                break;
        }
    }

    private void Prove(CallProof proof)
    {
        if (proof == CallProof.External || (proof == CallProof.Best && TakesExternal))
        {
            Say(Phrases.AuthExternal(Local));
        }
        else
        {
            TrySay(new Utterance.Key(Speaker.Itself));
        }
    }

    private void Remember(PeerErrand errand)
    {
        if (errand is PeerErrand.Ask ask)
        {
            _asked.Add(ask);
        }
    }

    private PeerErrand.Ask? Asked(DomainPair pair, StreamId id) =>
        _asked.Find(a => (a.Question.Pair, a.Question.Id) == (pair, id));

    private void Conclude(PeerErrand.Ask ask, bool? valid)
    {
        if (_asked.Remove(ask))
        {
            ask.Answered(valid);
        }
    }
}

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
    private readonly PeerErrand _errand;
    private StreamFeatures _offered = StreamFeatures.None;
    private bool _concluded;

    public DiallingTalk(ServerDefinition server, Profile profile, IPeerLine line, PeerErrand errand)
        : base(server, profile, line)
    {
        _errand = errand;
        (Local, Remote) = errand switch
        {
            PeerErrand.Send send => (send.Pair.Sender, send.Pair.Target),
            PeerErrand.Ask ask => (ask.Question.Pair.Target, ask.Question.Pair.Sender),
            _ => throw new InvalidOperationException($"No errand {errand.GetType().Name}."),
        };
    }

    private bool WantsTls => Profile.HasVersion && Server.Policy.Tls != TlsPolicy.Disabled;

    public void Begin() => On(Occasion.Dialled);

    public override void Lose(bool byTheirEnd)
    {
        Conclude(null);
        if (byTheirEnd)
        {
            On(Occasion.EndOfBytes);
        }
    }

    protected override void Secured() => On(Occasion.DialledSecured);

    protected override void Ended() => Conclude(null);

    protected override void Meet(Heard heard)
    {
        (AtHand, InHand) = (null, null);
        switch (heard)
        {
            case Heard.Header(var header):
                Id = header.Id is { } id ? new StreamId(id) : null;
                if (!header.Version.HasFeatures || !Profile.HasVersion)
                {
                    Go();
                }

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
                On(Occasion.SaslRefused);
                break;
            case Heard.ResultAnswer(_, var verdict):
                On(verdict is Verdict.Valid ? Occasion.Granted : Occasion.DialbackRefused);
                break;
            case Heard.VerifyAnswer(var pair, var answered, var verdict)
                when _errand is PeerErrand.Ask(var question, _) && (pair, answered) == (question.Pair, question.Id):
                Conclude(verdict switch { Verdict.Valid => true, Verdict.Invalid => false, _ => null });
                On(Occasion.AuthorityAnswered);
                break;
            case Heard.StreamError:
                Conclude(null);
                On(Occasion.StreamError);
                break;
            case Heard.CloseTag:
                Conclude(null);
                On(Occasion.CloseTag);
                break;
        }
    }

    protected override void PerformInRole(Utterance utterance)
    {
        switch (utterance)
        {
            case Utterance.Header(var form):
                Say(Phrases.Header(
                    form switch { HeaderForm.FromElsewhere => Elsewhere, HeaderForm.WithoutFrom => null, _ => Local },
                    Remote,
                    null,
                    form == HeaderForm.WithoutVersion || !Profile.HasVersion ? null : StreamVersion.One));
                break;
            case Utterance.Request:
                MakeRequest();
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

    // The header or the features are there: what stands between here and the errand?
    private void Go() => On(
        Authenticated ? Occasion.FinalFeatures
        : Encrypted || !WantsTls ? Occasion.Ready
        : _offered.StartTls ? Occasion.TlsOffered
        : RequiresTls ? Occasion.TlsNotOffered
        : Occasion.Ready);

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
            case PeerErrand.Send { Proof: CallProof.External }:
            case PeerErrand.Send { Proof: CallProof.Best } when _offered.External && Encrypted:
                Say(Phrases.AuthExternal(Local));
                break;
            default:
                TrySay(new Utterance.Key(Speaker.Itself));
                break;
        }
    }

    private void Conclude(bool? valid)
    {
        if (!_concluded && _errand is PeerErrand.Ask ask)
        {
            _concluded = true;
            ask.Answered(valid);
        }
    }
}

using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>A simulated peer on a connection that it has accepted: which occasion it is, and what it then offers.</summary>
internal sealed class AcceptingTalk(ServerDefinition server, Profile profile, IPeerLine line) : PeerTalk(server, profile, line)
{
    private bool _speaksVersionOne = true;

    private bool OffersStartTls => Profile is { OffersStartTls: true, HasVersion: true } && !Encrypted
        && Server.Certificate != CertificateState.Missing && Server.Policy.Tls is TlsPolicy.Optional or TlsPolicy.Required;

    private bool OffersExternal => Encrypted && !Authenticated && Profile.External switch
    {
        ExternalOffer.Always => true,
        ExternalOffer.Never => false,
        _ => Server.Policy.Sasl != SaslPolicy.Disabled && IsProved,
    };

    private bool AcceptsDialback => Server.Policy is { Sasl: not SaslPolicy.Required } policy && policy.Dialback switch
    {
        DialbackPolicy.Never => false,
        DialbackPolicy.Always => true,
        DialbackPolicy.TlsValidCertOnly => IsProved,
        _ => Encrypted,
    };

    public void Begin(bool directTls) => On(directTls ? Occasion.AcceptedDirectTls : Occasion.Accepted);

    public override void Lose(bool byTheirEnd)
    {
        if (byTheirEnd)
        {
            On(Occasion.EndOfBytes);
        }
    }

    protected override void Secured()
    {
    }

    protected override void Ended()
    {
    }

    protected override void Meet(Heard heard)
    {
        (AtHand, InHand) = (null, null);
        switch (heard)
        {
            case Heard.Header(var header):
                Greet(header);
                break;
            case Heard.StartTls:
                On(OffersStartTls ? Occasion.StartTls : Occasion.StartTlsUnoffered);
                break;
            case Heard.Auth(var mechanism, _):
                On(!Encrypted ? Occasion.ExternalInClear
                    : mechanism != "EXTERNAL" ? Occasion.OtherMechanism
                    : IsProved && Server.Policy.Sasl != SaslPolicy.Disabled ? Occasion.External
                    : Occasion.ExternalUnproved);
                break;
            case Heard.Abort:
                On(Occasion.Abort);
                break;
            case Heard.ResultRequest request:
                AtHand = new KeyQuestion(request.Pair, Id ?? default, request.Key);
                On(OccasionOf(request.Pair));
                break;
            case Heard.VerifyRequest(var pair, var id, var key):
                AtHand = new KeyQuestion(pair, id, key);
                On(IsOwnKey(AtHand.Value) ? Occasion.VerifyOwnKey : Occasion.VerifyForeignKey);
                break;
            case Heard.ResultAnswer or Heard.VerifyAnswer:
                On(Occasion.UnsolicitedAnswer);
                break;
            case Heard.Stanza(var stanza):
                InHand = new StanzaInHand(stanza);
                On(IsGranted(stanza.Pair) ? Occasion.Stanza
                    : HasGranted ? Occasion.StanzaOfStranger
                    : Occasion.StanzaUnauthenticated);
                break;
            case Heard.CloseTag:
                On(Occasion.CloseTag);
                break;
            case Heard.StreamError:
                On(Occasion.StreamError);
                break;
            case Heard.Broken:
                On(Occasion.Broken);
                break;
            default:
                On(Occasion.UnknownElement);
                break;
        }
    }

    protected override void PerformInRole(Utterance utterance)
    {
        switch (utterance)
        {
            case Utterance.Header(var form):
                Id = form == HeaderForm.WithoutId ? null : Line.NextId();
                Say(Phrases.Header(
                    form switch { HeaderForm.FromElsewhere => Elsewhere, HeaderForm.WithoutFrom => null, _ => Local },
                    Remote,
                    Id,
                    form == HeaderForm.WithoutVersion || !Profile.HasVersion ? null : StreamVersion.One));
                break;
            case Utterance.Features when Profile.HasVersion && _speaksVersionOne:
                Say(Phrases.Features(Features()));
                break;
            case Utterance.Success:
                TrySay(utterance);
                Authenticated = true;
                if (Remote is { } remote)
                {
                    Grant(new DomainPair(remote, Local));
                }

                break;
            case Utterance.DialBack when AtHand is { } question:
                Line.DialBack(question, valid =>
                {
                    AtHand = question;
                    On(valid switch { true => Occasion.KeyIsValid, false => Occasion.KeyIsInvalid, null => Occasion.NoAuthority });
                });
                break;
            default:
                TrySay(utterance);
                break;
        }
    }

    private void Greet(StreamHeader header)
    {
        Remote = Domain.TryParse(header.From, out var from) ? from : null;
        var isServed = Domain.TryParse(header.To, out var to) && Server.Serves.Contains(to);
        Local = isServed ? to : Server.Name;
        _speaksVersionOne = header.Version.HasFeatures;
        var general = Authenticated ? Occasion.FinalHeader : Encrypted ? Occasion.SecureHeader : Occasion.ClearHeader;
        On(!isServed && header.To is not null ? Occasion.UnknownHost
            : !_speaksVersionOne ? Occasion.LegacyHeader
            : Abhors() ? Occasion.UntrustedCertificate
            : HasNothingToOffer() ? Occasion.NothingToOffer
            : !header.DeclaresDialback ? Occasion.HeaderWithoutDialback
            : general, general);
    }

    private bool Abhors() => Encrypted && !Authenticated && !IsProved
        && Server.Policy.StrictCertificates && Certificate!.Presented;

    private bool HasNothingToOffer() => !Authenticated && !OffersExternal && !AcceptsDialback
        && (Encrypted || Server.Certificate == CertificateState.Missing);

    private StreamFeatures Features() => this switch
    {
        { Authenticated: true } => StreamFeatures.None,
        { OffersStartTls: true } => new StreamFeatures { StartTls = true, StartTlsRequired = RequiresTls },
        { Profile.OffersNothing: true } => StreamFeatures.None,
        _ => new StreamFeatures
        {
            Mechanisms = OffersExternal ? ["EXTERNAL"] : Profile.OffersForeignMechanism ? ["PLAIN"] : [],
            Dialback = Profile.ListsDialback && AcceptsDialback,
            DialbackErrors = Profile.ListsDialback && AcceptsDialback,
        },
    };

    private Occasion OccasionOf(DomainPair pair) =>
        !Server.Serves.Contains(pair.Target) ? Occasion.ResultForUnknownHost
        : !Encrypted && RequiresTls ? Occasion.ResultInClear
        : !AcceptsDialback ? Occasion.ResultUnwanted
        : Occasion.ResultRequest;
}

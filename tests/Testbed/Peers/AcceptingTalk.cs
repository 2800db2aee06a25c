using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>A simulated peer on a connection that it has accepted: which occasion it is, and what it then offers.</summary>
internal sealed class AcceptingTalk(ServerDefinition server, Profile profile, IPeerLine line) : PeerTalk(server, profile, line)
{
    private bool _speaksVersionOne = true;
    private bool _heardHeader;
    private bool _declaresDialback;
    private StreamHeader? _inClear;

    private bool OffersStartTls => Profile is { OffersStartTls: true, HasVersion: true } && !Encrypted
        && Server.Certificate != CertificateState.Missing && Server.Policy.Tls is TlsPolicy.Optional or TlsPolicy.Required;

    private bool IsInClearAgainstPolicy => !Encrypted && RequiresTls;

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
        // Nor can it ask for TLS in front of dialback.
        _ => Encrypted || !Profile.HasVersion,
    };

    public override void Begin(bool directTls) => On(directTls ? Occasion.AcceptedDirectTls : Occasion.Accepted);

    public override void Lose(bool byTheirEnd)
    {
        if (byTheirEnd)
        {
            On(Occasion.EndOfBytes);
        }
    }

    protected override void Secured() => _heardHeader = false;

    // RFC 5280 4.2.1.12: a certificate for servers only is of the wrong purpose here.
    protected override PeerCertificate Judged(PeerCertificate certificate) =>
        Profile.TakesServerPurpose && certificate.Problem == CertificateProblem.WrongPurpose
            ? certificate with { Problem = CertificateProblem.None }
            : certificate;

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
                On(OffersStartTls ? [Occasion.StartTls]
                    : Encrypted ? [Occasion.StartTlsAgain, Occasion.StartTlsUnoffered]
                    : [Occasion.StartTlsUnoffered]);
                break;
            case Heard.Auth(var mechanism, var response):
                On(OccasionsOf(mechanism, response));
                break;
            case Heard.Abort:
                On(Occasion.Abort);
                break;
            case Heard.ResultRequest request:
                AtHand = new KeyQuestion(request.Pair, Id ?? default, request.Key);
                On(OccasionsOf(request));
                break;
            case Heard.VerifyRequest(var pair, var id, var key):
                AtHand = new KeyQuestion(pair, id, key);
                On(OccasionsOf(AtHand.Value));
                break;
            case Heard.ResultAnswer(var pair, _):
                // Swapped again: who answers unasked may be taken for one that asks.
                AtHand = new KeyQuestion(new(pair.Target, pair.Sender), Id ?? default, "");
                On(Occasion.UnsolicitedResult, Occasion.UnsolicitedAnswer);
                break;
            case Heard.VerifyAnswer:
                On(Occasion.UnsolicitedAnswer);
                break;
            case Heard.ImproperDialback:
                On(OccasionOfImproper(), Occasion.UnknownElement);
                break;
            case Heard.Stanza(var stanza):
                InHand = new StanzaInHand(stanza);
                On(OccasionsOf(stanza.Pair));
                break;
            case Heard.ImproperStanza:
                On(OccasionsOfImproperStanza());
                break;
            case Heard.CloseTag:
                On([.. Special(HasClosed, Occasion.CloseTagAnswered), Occasion.CloseTag]);
                break;
            case Heard.StreamError:
                On(Occasion.StreamError);
                break;
            case Heard.Broken:
                On(_heardHeader ? [Occasion.Broken] : [Occasion.BrokenHeader, Occasion.Broken]);
                break;
            case Heard.ForeignRoot:
                On(Occasion.ForeignRoot, Occasion.UnknownElement);
                break;
            case Heard.Bidi:
                On(Occasion.Bidi, Occasion.UnknownElement);
                break;
            case Heard.Unknown({ Namespace: Namespaces.Client }):
                On(Occasion.ClientStanza, Occasion.UnknownElement);
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
                Id = form.HasFlag(HeaderForm.WithoutId) ? null : Line.NextId();
                Say(Wording.Header(
                    form, form.HasFlag(HeaderForm.FromElsewhere) ? Elsewhere : Local, Remote, Id, Profile.HasVersion));
                break;
            case Utterance.Features when Profile.HasVersion && _speaksVersionOne:
                Say(Wording.Features(Features()));
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
                    On(valid switch
                    {
                        true when IsInClearAgainstPolicy => [Occasion.KeyIsValidInClear, Occasion.KeyIsValid],
                        true => [Occasion.KeyIsValid],
                        false => [Occasion.KeyIsInvalid],
                        null => [Occasion.NoAuthority],
                    });
                });
                break;
            default:
                TrySay(utterance);
                break;
        }
    }

    private void Greet(StreamHeader header)
    {
        Remote = Address.TryGetDomain(header.From, out var from) ? from : null;
        Local = Domain.TryParse(header.To, out var to) && Server.Serves.Contains(to) ? to : Server.Name;
        (_heardHeader, _speaksVersionOne, _declaresDialback) = (true, header.Version.HasFeatures, header.DeclaresDialback);
        On(OccasionsOf(header));
        _inClear ??= header;
    }

    private Occasion[] OccasionsOf(StreamHeader header)
    {
        var isDomain = Domain.TryParse(header.To, out var to);
        return
        [
            .. Special(_inClear is { } first && (first.From, first.To) != (header.From, header.To), Occasion.AddressesChanged),
            .. Special(header.ContentNamespace != Namespaces.Server, Occasion.ForeignContent),
            .. Special(header.Version.Major > 1, Occasion.NewMajorVersion),
            .. Special(header.Version is { Major: 1, Minor: > 0 }, Occasion.NewMinorVersion),
            .. Special(!header.Version.HasFeatures && SaysVersion, Occasion.OldVersion),
            .. Special(Read is WireItem.Opened { Prefix: not "stream" }, Occasion.OtherPrefix),
            .. Special(header.To is not null && !isDomain, IsFullAddress(header.To)
                ? Occasion.HeaderToFullAddress
                : Occasion.HeaderToNoDomain),
            .. Special(header.To is not null && !(isDomain && Server.Serves.Contains(to)), Occasion.UnknownHost),
            .. Special(header.To is null, Occasion.HeaderWithoutTo),
            .. Special(Remote is { } remote && Server.Serves.Contains(remote), Occasion.HeaderFromOwnDomain),
            .. Special(!_speaksVersionOne && !header.DeclaresDialback, Occasion.LegacyUndeclared),
            .. Special(!_speaksVersionOne, Occasion.LegacyHeader),
            .. Special(Abhors(), Occasion.UntrustedCertificate),
            .. Special(LacksCertificate(), Occasion.MissingCertificate),
            .. Special(HasNothingToOffer(), Occasion.NothingToOffer),
            .. Special(!header.DeclaresDialback && Server.Policy.Sasl == SaslPolicy.Disabled, Occasion.OnlyProofUndeclared),
            .. Special(!header.DeclaresDialback, Occasion.HeaderWithoutDialback),
            Authenticated ? Occasion.FinalHeader : Encrypted ? Occasion.SecureHeader : Occasion.ClearHeader,
        ];
    }

    private static bool IsFullAddress(string? text) => Address.TryGetDomain(text, out _);

    private bool SaysVersion => Read is WireItem.Opened opened && opened.Attributes.Any(a => a.Name == new XmlName("", "version"));

    private bool Abhors() => Encrypted && !Authenticated && !IsProved
        && Server.Policy.StrictCertificates && Certificate!.Presented;

    private bool LacksCertificate() => Encrypted && !Authenticated
        && Server.Policy.StrictCertificates && !Certificate!.Presented;

    private bool HasNothingToOffer() => !Authenticated && !OffersExternal && !AcceptsDialback
        && (Encrypted || Server.Certificate == CertificateState.Missing);

    private StreamFeatures Features() => this switch
    {
        { Authenticated: true } => StreamFeatures.None with
        {
            Dialback = ListsDialbackFinally,
            DialbackErrors = ListsDialbackFinally && Profile.ListsDialbackErrors,
        },
        { OffersStartTls: true } => new StreamFeatures
        {
            StartTls = true,
            StartTlsRequired = RequiresTls,
            Dialback = Profile.ListsDialbackInClear,
            DialbackErrors = Profile is { ListsDialbackInClear: true, ListsDialbackErrors: true },
        },
        { Profile.OffersNothing: true } => StreamFeatures.None,
        _ => new StreamFeatures
        {
            Mechanisms = OffersExternal ? ["EXTERNAL"] : Profile.OffersForeignMechanism ? ["PLAIN"] : [],
            Dialback = Profile.ListsDialback && AcceptsDialback,
            DialbackErrors = Profile is { ListsDialback: true, ListsDialbackErrors: true } && AcceptsDialback,
        },
    };

    private bool ListsDialbackFinally => Profile.ListsDialbackFinally && AcceptsDialback;

    private Occasion[] OccasionsOf(string? mechanism, string? response)
    {
        var identity = Identity(response);
        return
        [
            .. Special(Authenticated, Occasion.AuthAgain),
            .. Special(!Encrypted && Server.Policy.Tls == TlsPolicy.Disabled, Occasion.ExternalWithoutTls),
            .. Special(!Encrypted, Occasion.ExternalInClear),
            .. Special(!OffersExternal, Occasion.ExternalUnoffered),
            .. Special(mechanism != "EXTERNAL", Occasion.OtherMechanism),
            .. Special(string.IsNullOrEmpty(response), Occasion.ExternalWithoutResponse),
            .. Special(identity is null, Occasion.ExternalMisencoded),
            .. Special(identity is { Length: > 0 } && identity != Remote?.Name, Occasion.ExternalForOther),
            .. Special(IsProved && Server.Policy.Sasl != SaslPolicy.Disabled, Occasion.External),
            Occasion.ExternalUnproved,
        ];
    }

    // RFC 6120 6.4.2: base 64, a single "=" for nothing; null if it is not.
    private static string? Identity(string? response)
    {
        try
        {
            return response is null or "=" ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(response));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private Occasion[] OccasionsOf(Heard.ResultRequest request)
    {
        return
        [
            .. Special(!_declaresDialback, Occasion.ResultUndeclared),
            .. Special(!Server.Serves.Contains(request.Pair.Target), Occasion.ResultForUnknownHost),
            .. Special(Server.Serves.Contains(request.Pair.Sender), Occasion.ResultFromOwnDomain),
            .. Special(IsInClearAgainstPolicy, Occasion.ResultInClear),
            .. Special(!AcceptsDialback, Occasion.ResultUnwanted),
            .. Special(request.Key.Length == 0, Occasion.ResultWithoutKey),
            .. Special(IsGranted(request.Pair), Occasion.ResultRepeated),
            .. Special(HasGranted, Occasion.ResultForFurtherPair),
            Occasion.ResultRequest,
        ];
    }

    private Occasion[] OccasionsOf(KeyQuestion asked)
    {
        return
        [
            .. Special(!Server.Serves.Contains(asked.Pair.Sender), Occasion.VerifyForUnknownHost),
            .. Special(IsInClearAgainstPolicy, Occasion.VerifyInClear),
            .. Special(IsOwnKey(asked), Occasion.VerifyOwnKey),
            Occasion.VerifyForeignKey,
        ];
    }

    private Occasion OccasionOfImproper() => Read switch
    {
        WireItem.Whole({ Local: "verify" }) => Occasion.ImproperVerify,
        WireItem.Whole(var element) when Address.TryGetDomain(element.Attribute("from"), out var from)
            && Address.TryGetDomain(element.Attribute("to"), out var to) => Meant(element, new DomainPair(from, to)),
        _ => Occasion.ImproperResult,
    };

    private Occasion Meant(Element element, DomainPair pair)
    {
        AtHand = new KeyQuestion(pair, Id ?? default, element.Text);
        return Occasion.ResultOfFullAddress;
    }

    private Occasion[] OccasionsOf(DomainPair pair)
    {
        return
        [
            .. Special(IsInClearAgainstPolicy, Occasion.StanzaInClear),
            .. Special(IsGranted(pair), Occasion.Stanza),
            .. Special(HasGranted && !Server.Serves.Contains(pair.Target), Occasion.StanzaToUnknownHost),
            .. Special(HasGranted, Occasion.StanzaOfStranger),
            Occasion.StanzaUnauthenticated,
        ];
    }

    private Occasion[] OccasionsOfImproperStanza()
    {
        var element = (Read as WireItem.Whole)?.Element;
        return
        [
            .. Special(IsInClearAgainstPolicy, Occasion.StanzaInClear),
            .. Special(element?.Attribute("from") is null, Occasion.StanzaWithoutFrom),
            .. Special(element?.Attribute("to") is null, Occasion.StanzaWithoutTo),
            Occasion.StanzaOfNoAddress,
            Occasion.UnknownElement,
        ];
    }
}

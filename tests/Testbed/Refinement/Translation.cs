using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>What was said or presented, in the words of the model.</summary>
internal static class Translation
{
    /// <param name="symbols">The symbols of the execution.</param>
    /// <param name="what">What was said.</param>
    /// <param name="id">The id of the stream on which it was said.</param>
    public static Message Of(ISymbols symbols, Heard what, Id id) => what switch
    {
        Heard.Header(var header) => Header(symbols, header),
        Heard.Features(var features) => new Message(MessageKind.Features) { Offers = OffersOf(features) },
        Heard.StartTls => new Message(MessageKind.StartTls),
        Heard.Proceed => new Message(MessageKind.Proceed),
        Heard.TlsFailure => new Message(MessageKind.TlsFailure),
        Heard.Auth("EXTERNAL", var response) => Claiming(symbols, MessageKind.Auth, response),
        Heard.Auth => new Message(MessageKind.Auth) { Pair = new Pair(DomainName.Nobody, DomainName.None) },
        Heard.Challenge => new Message(MessageKind.Challenge),
        Heard.Response(var data) => Claiming(symbols, MessageKind.Response, data),
        Heard.Abort => new Message(MessageKind.Abort),
        Heard.Success => new Message(MessageKind.Success),
        Heard.SaslFailure => new Message(MessageKind.SaslFailure),
        Heard.Bidi => new Message(MessageKind.Bidi),
        Heard.ResultRequest(var pair, var key) =>
            new Message(MessageKind.ResultRequest) { Pair = symbols.Of(pair), Key = symbols.Of(key, pair, id) },
        Heard.ResultAnswer(var pair, var verdict) =>
            new Message(MessageKind.ResultAnswer) { Pair = symbols.Of(pair), Type = Of(verdict) },
        Heard.VerifyRequest(var pair, var about, var key) => new Message(MessageKind.VerifyRequest)
        {
            Pair = symbols.Of(pair),
            Id = symbols.Of(about),
            Key = symbols.Of(key, pair, symbols.Of(about)),
        },
        Heard.VerifyAnswer(var pair, var about, var verdict) => new Message(MessageKind.VerifyAnswer)
        {
            Pair = symbols.Of(pair),
            Id = symbols.Of(about),
            Type = Of(verdict),
        },
        Heard.Stanza(var stanza) => new Message(MessageKind.Stanza) { Pair = symbols.Of(stanza.Pair) },
        Heard.StreamError => new Message(MessageKind.StreamError),
        Heard.CloseTag or Heard.EndOfBytes => new Message(MessageKind.Close),
        _ => new Message(MessageKind.Other),
    };

    /// <summary>A certificate, as a fact about the domains that are known.</summary>
    public static Certificate Of(ISymbols symbols, PeerCertificate certificate)
    {
        if (!certificate.Presented)
        {
            return default;
        }

        var names = DomainSet.Empty;
        foreach (var (domain, name) in symbols.Domains.Where(d => certificate.VerdictFor(d.Key) == CertificateVerdict.Valid))
        {
            names = names.With(name);
        }

        return new Certificate(names == DomainSet.Empty ? CertificateKind.Bad : CertificateKind.Good, names);
    }

    /// <summary>A policy, as demands.</summary>
    public static Demands Of(Policy policy) => new(
        policy.Tls switch
        {
            TlsPolicy.Disabled => TlsUse.Never,
            TlsPolicy.Optional => TlsUse.Optional,
            _ => TlsUse.Required,
        },
        policy.Sasl != SaslPolicy.Disabled,
        policy.Dialback switch
        {
            DialbackPolicy.Never => DialbackUse.Never,
            DialbackPolicy.Always => DialbackUse.Always,
            DialbackPolicy.TlsOnly => DialbackUse.WithTls,
            _ => DialbackUse.WithCertificate,
        },
        policy.StrictCertificates)
    {
        OnlyExternal = policy.Sasl == SaslPolicy.Required,
        TriesTlsUnasked = policy.TryTlsUnadvertised,
        SharesExternal = policy.AllowMultiplexingOnSasl,
        Bidi = policy.OfferBidi,
    };

    private static Message Header(ISymbols symbols, StreamHeader header) => new(MessageKind.Header)
    {
        Pair = new Pair(symbols.Of(header.From), symbols.Of(header.To)),
        Id = header.Id is null ? Id.None : symbols.Of(new StreamId(header.Id)),
        HasVersion = header.Version.HasFeatures,
    };

    private static Offers OffersOf(StreamFeatures features) =>
        (features.StartTls ? Offers.StartTls : 0)
        | (features.StartTlsRequired ? Offers.TlsRequired : 0)
        | (features.External ? Offers.External : 0)
        | (features.Dialback ? Offers.Dialback : 0)
        | (features.DialbackErrors ? Offers.DialbackErrors : 0)
        | (features.Bidi ? Offers.Bidi : 0);

    // RFC 6120 6.4.2: `=` and nothing at all name nobody; what cannot be read is no domain.
    private static Message Claiming(ISymbols symbols, MessageKind kind, string? data)
    {
        var identity = data switch
        {
            null or "" or "=" => DomainName.None,
            _ when Convert.TryFromBase64String(data, new byte[data.Length], out _) =>
                symbols.Of(Encoding.UTF8.GetString(Convert.FromBase64String(data))),
            _ => DomainName.Nobody,
        };
        return new Message(kind) { Pair = new Pair(identity, DomainName.None) };
    }

    private static AnswerType Of(Verdict verdict) => verdict switch
    {
        Verdict.Valid => AnswerType.Valid,
        Verdict.Invalid => AnswerType.Invalid,
        _ => AnswerType.Error,
    };
}

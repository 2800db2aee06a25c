using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>Everything this server says in negotiation, one method an element.</summary>
internal static class Phrases
{
    private static readonly Seq<NamespaceDeclaration> Declarations =
    [
        new("", Namespaces.Server), new("stream", Namespaces.Streams), new("db", Namespaces.Dialback),
    ];

    public static WireItem StreamEnd { get; } = new WireItem.Ended();

    public static WireItem StartTls { get; } = Say(new Element(Namespaces.Tls, "starttls"));

    public static WireItem Proceed { get; } = Say(new Element(Namespaces.Tls, "proceed"));

    public static WireItem TlsFailure { get; } = Say(new Element(Namespaces.Tls, "failure"));

    public static WireItem EmptyChallenge { get; } = Say(new Element(Namespaces.Sasl, "challenge"));

    public static WireItem Abort { get; } = Say(new Element(Namespaces.Sasl, "abort"));

    /// <summary>XEP-0288 2.2.</summary>
    public static WireItem Bidi { get; } = Say(new Element(Namespaces.Bidi, "bidi"));

    public static WireItem Success { get; } = Say(new Element(Namespaces.Sasl, "success"));

    /// <summary>
    /// RFC 6120 4.7. XEP-0220 2.4.1: the dialback namespace is declared on every stream, also where EXTERNAL is
    /// meant, because a peer may yet ask for a key.
    /// </summary>
    public static WireItem Header(Domain? from, Domain? to, StreamId? id, StreamVersion? version)
    {
        var attributes = new List<XmlAttribute>(5);
        Add("from", from?.Name);
        Add("to", to?.Name);
        Add("id", id?.Value);
        Add("version", version?.ToString());
        // RFC 6120 4.7.4: the response header MUST, the initial one SHOULD carry a language.
        attributes.Add(new XmlAttribute(new XmlName(Namespaces.Xml, "lang"), "en"));
        return new WireItem.Opened(
            new XmlName(Namespaces.Streams, "stream"), "stream", attributes.ToSeq(), Declarations);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                attributes.Add(new XmlAttribute(new XmlName("", name), value));
            }
        }
    }

    public static WireItem Features(StreamFeatures features)
    {
        var element = new Element(Namespaces.Streams, "features");
        if (features.StartTls)
        {
            var startTls = new Element(Namespaces.Tls, "starttls");
            element = element.With(
                features.StartTlsRequired ? startTls.With(new Element(Namespaces.Tls, "required")) : startTls);
        }

        if (!features.Mechanisms.IsEmpty)
        {
            element = element.With(new Element(
                new XmlName(Namespaces.Sasl, "mechanisms"),
                [],
                features.Mechanisms
                    .Select(m => (XmlNode)new Element(Namespaces.Sasl, "mechanism").WithText(m)).ToSeq()));
        }

        if (features.Dialback)
        {
            element = element.With(
                new Element(Namespaces.DialbackFeature, "dialback").With(new Element(Namespaces.DialbackFeature, "errors")));
        }

        if (features.Bidi)
        {
            element = element.With(new Element(Namespaces.BidiFeature, "bidi"));
        }

        return Say(features.Limits.ToElement() is { } limits ? element.With(limits) : element);
    }

    public static WireItem StreamError(StreamCondition condition, string? text)
    {
        var element = new Element(Namespaces.Streams, "error")
            .With(new Element(Namespaces.StreamErrors, condition.WireName()));
        return Say(text is null ? element : element.With(English(Namespaces.StreamErrors, text)));
    }

    /// <summary>
    /// XEP-0178 3, step 10: the authorization identity is sent for the sake of older receivers.
    /// RFC 6120 6.3.5: in base 64.
    /// </summary>
    public static WireItem AuthExternal(Domain identity) =>
        Say(new Element(Namespaces.Sasl, "auth").With("mechanism", "EXTERNAL")
            .WithText(Convert.ToBase64String(Encoding.UTF8.GetBytes(identity.Name))));

    public static WireItem SaslFailure(SaslCondition condition) =>
        Say(new Element(Namespaces.Sasl, "failure").With(new Element(Namespaces.Sasl, condition.WireName())));

    /// <summary>XEP-0220 2.1.1, step 1.</summary>
    public static WireItem ResultRequest(DomainPair pair, string key) =>
        Say(Dialback("result", pair.Sender, pair.Target).WithText(key));

    /// <summary>XEP-0220 2.2.1, step 4: the addresses of the request, swapped.</summary>
    public static WireItem ResultAnswer(DomainPair pair, Verdict verdict) =>
        Say(Judged(Dialback("result", pair.Target, pair.Sender), verdict));

    /// <summary>XEP-0220 2.1.2, step 2.</summary>
    public static WireItem VerifyRequest(DomainPair pair, StreamId id, string key) =>
        Say(Dialback("verify", pair.Target, pair.Sender).With("id", id.Value).WithText(key));

    /// <summary>XEP-0220 2.2.2, step 3: the addresses swapped, the id repeated (INV-27).</summary>
    public static WireItem VerifyAnswer(DomainPair pair, StreamId id, Verdict verdict) =>
        Say(Judged(Dialback("verify", pair.Sender, pair.Target).With("id", id.Value), verdict));

    public static WireItem Say(Element element) => new WireItem.Whole(element);

    private static Element Dialback(string local, Domain from, Domain to) =>
        new Element(Namespaces.Dialback, local).With("from", from.Name).With("to", to.Name);

    private static Element Judged(Element element, Verdict verdict) => verdict switch
    {
        Verdict.Valid => element.With("type", "valid"),
        Verdict.Invalid => element.With("type", "invalid"),
        Verdict.Error(var condition) => element.With("type", "error").With(
            new Element(Namespaces.Server, "error").With("type", "cancel")
                .With(new Element(Namespaces.StanzaErrors, condition.WireName()))),
        _ => throw new InvalidOperationException($"No answer for {verdict}."),
    };

    private static Element English(string ns, string text)
    {
        var element = new Element(ns, "text");
        return (element with { Attributes = [new XmlAttribute(new XmlName(Namespaces.Xml, "lang"), "en")] })
            .WithText(text);
    }
}

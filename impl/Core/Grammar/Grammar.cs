using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>
/// Gives what the reader read its meaning. Everything is matched by exact namespace and name; what has no meaning
/// becomes <see cref="Heard.Unknown"/>, and the machines decide (INV-9).
/// </summary>
internal static class Grammar
{
    public static Heard Understand(WireItem item) => item switch
    {
        WireItem.Opened { Name: { Namespace: Namespaces.Streams, Local: "stream" } } opened =>
            new Heard.Header(HeaderOf(opened)),
        WireItem.Opened opened => new Heard.ForeignRoot(opened.Name),
        WireItem.Whole(var element) => Understand(element),
        WireItem.Ended => new Heard.CloseTag(),
        WireItem.Broken(var violation, var detail) => new Heard.Broken(violation, detail),
        _ => throw new InvalidOperationException($"No meaning for {item.GetType().Name}."),
    };

    private static Heard Understand(Element element) => element.Namespace switch
    {
        Namespaces.Streams => OfStreams(element),
        Namespaces.Tls => OfTls(element),
        Namespaces.Sasl => OfSasl(element),
        Namespaces.Dialback => OfDialback(element),
        // The feature has another namespace, which enables nothing.
        Namespaces.Bidi when element.Local == "bidi" => new Heard.Bidi(),
        Namespaces.Server when Stanza.IsStanza(element) => OfStanza(element),
        _ => new Heard.Unknown(element.Name),
    };

    private static StreamHeader HeaderOf(WireItem.Opened opened) => new()
    {
        From = Attribute(opened, new XmlName("", "from")),
        To = Attribute(opened, new XmlName("", "to")),
        Id = Attribute(opened, new XmlName("", "id")),
        Version = StreamVersion.Parse(Attribute(opened, new XmlName("", "version"))),
        // RFC 5646 4.4.1: 35 characters serve for all languages; who names a longer one names none.
        Language = Attribute(opened, new XmlName(Namespaces.Xml, "lang")) is { Length: <= LanguageMax } tag ? tag : null,
        ContentNamespace = opened.Declarations.FirstOrDefault(d => d.Prefix.Length == 0).Namespace ?? "",
        DeclaresDialback = opened.Declarations.Any(d => d.Namespace == Namespaces.Dialback),
    };

    private static string? Attribute(WireItem.Opened opened, XmlName name)
    {
        foreach (var attribute in opened.Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value;
            }
        }

        return null;
    }

    private static Heard OfStreams(Element element) => element.Local switch
    {
        "features" => new Heard.Features(FeaturesOf(element)),
        "error" => new Heard.StreamError(
            Conditions.StreamConditionNamed(ConditionIn(element, Namespaces.StreamErrors)),
            TextIn(element, Namespaces.StreamErrors)),
        _ => new Heard.Unknown(element.Name),
    };

    private static Heard OfTls(Element element) => element.Local switch
    {
        "starttls" => new Heard.StartTls(),
        "proceed" => new Heard.Proceed(),
        "failure" => new Heard.TlsFailure(),
        _ => new Heard.Unknown(element.Name),
    };

    private static Heard OfSasl(Element element) => element.Local switch
    {
        "auth" => new Heard.Auth(element.Attribute("mechanism"), element.Children.IsEmpty ? null : element.Text),
        "challenge" => new Heard.Challenge(element.Text),
        "response" => new Heard.Response(element.Text),
        "abort" => new Heard.Abort(),
        "success" => new Heard.Success(),
        "failure" => new Heard.SaslFailure(
            Conditions.SaslConditionNamed(ConditionIn(element, Namespaces.Sasl)), TextIn(element, Namespaces.Sasl)),
        _ => new Heard.Unknown(element.Name),
    };

    // XEP-0220 2.1.1, 2.1.2: a request names the receiver of the request in `to`. In `db:result` the receiver is
    // the target, in `db:verify` it is the authority of the sender; an answer swaps the two addresses.
    private static Heard OfDialback(Element element)
    {
        if (element.Local is not ("result" or "verify"))
        {
            return new Heard.Unknown(element.Name);
        }

        if (!Domain.TryParse(element.Attribute("from"), out var from))
        {
            return new Heard.ImproperDialback($"'from' is '{element.Attribute("from")}'");
        }

        if (!Domain.TryParse(element.Attribute("to"), out var to))
        {
            return new Heard.ImproperDialback($"'to' is '{element.Attribute("to")}'");
        }

        return element.Local == "result" ? OfResult(element, from, to) : OfVerify(element, from, to);
    }

    private static Heard OfResult(Element element, Domain from, Domain to) => element.Attribute("type") switch
    {
        null => new Heard.ResultRequest(new DomainPair(from, to), element.Text.Trim()),
        var type when VerdictOf(element, type) is { } verdict =>
            new Heard.ResultAnswer(new DomainPair(to, from), verdict),
        var type => new Heard.ImproperDialback($"'type' is '{type}'"),
    };

    private static Heard OfVerify(Element element, Domain from, Domain to) =>
        (element.Attribute("id"), element.Attribute("type")) switch
        {
            (null or "", _) => new Heard.ImproperDialback("'id' is missing"),
            (var id, null) => new Heard.VerifyRequest(new DomainPair(to, from), new StreamId(id), element.Text.Trim()),
            (var id, var type) when VerdictOf(element, type) is { } verdict =>
                new Heard.VerifyAnswer(new DomainPair(from, to), new StreamId(id), verdict),
            var (_, type) => new Heard.ImproperDialback($"'type' is '{type}'"),
        };

    private static Verdict? VerdictOf(Element element, string type) => type switch
    {
        "valid" => new Verdict.Valid(),
        "invalid" => new Verdict.Invalid(),
        "error" => new Verdict.Error(ErrorIn(element)),
        _ => null,
    };

    // XEP-0220 2.5: the <error/> is in jabber:server, its condition in the stanza errors' namespace.
    private static StanzaCondition ErrorIn(Element element) =>
        element.Child(Namespaces.Server, "error") is { } error
            ? Conditions.StanzaConditionNamed(ConditionIn(error, Namespaces.StanzaErrors))
            : StanzaCondition.UndefinedCondition;

    private static Heard OfStanza(Element element) =>
        Stanza.TryCreate(element, out var stanza, out var wrong)
            ? new Heard.Stanza(stanza!)
            : new Heard.ImproperStanza(wrong);

    private static StreamFeatures FeaturesOf(Element element)
    {
        var startTls = element.Child(Namespaces.Tls, "starttls");
        var dialback = element.Child(Namespaces.DialbackFeature, "dialback");
        var only = element.Elements.Count(e => !e.Is(Namespaces.StreamLimits, "limits")) == 1;
        return new StreamFeatures
        {
            StartTls = startTls is not null,
            // RFC 6120 5.3.1: TLS is mandatory if it is the only feature, even without <required/>.
            StartTlsRequired = startTls is not null && (only || startTls.Child(Namespaces.Tls, "required") is not null),
            Mechanisms = MechanismsIn(element),
            Dialback = dialback is not null,
            DialbackErrors = dialback?.Child(Namespaces.DialbackFeature, "errors") is not null,
            Bidi = element.Child(Namespaces.BidiFeature, "bidi") is not null,
            Limits = StreamLimits.In(element),
            Others = element.Elements.Select(e => e.Name).Where(n => !IsKnownFeature(n)).ToSeq(),
            OtherRequired = element.Elements.Any(
                e => !IsKnownFeature(e.Name) && e.Child(e.Namespace, "required") is not null),
        };
    }

    private static Seq<string> MechanismsIn(Element features) =>
        features.Child(Namespaces.Sasl, "mechanisms") is { } mechanisms
            ? mechanisms.Elements.Where(e => e.Is(Namespaces.Sasl, "mechanism")).Select(e => e.Text.Trim()).ToSeq()
            : [];

    private static bool IsKnownFeature(XmlName name) => name is
    { Namespace: Namespaces.Tls, Local: "starttls" } or
    { Namespace: Namespaces.Sasl, Local: "mechanisms" } or
    { Namespace: Namespaces.DialbackFeature, Local: "dialback" } or
    { Namespace: Namespaces.BidiFeature, Local: "bidi" } or
    { Namespace: Namespaces.StreamLimits, Local: "limits" };

    private static string ConditionIn(Element element, string ns) =>
        element.Elements.FirstOrDefault(e => e.Namespace == ns && e.Local != "text")?.Local ?? "";

    // For a reader of logs, who needs no more of it; it is remembered with the reasons of a failure.
    private static string? TextIn(Element element, string ns) => element.Child(ns, "text")?.Text switch
    {
        { Length: > TextMax } text => text[..(char.IsHighSurrogate(text[TextMax - 1]) ? TextMax - 1 : TextMax)],
        var text => text,
    };

    private const int LanguageMax = 64;
    private const int TextMax = 256;
}

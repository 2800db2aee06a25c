using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Tests;

/// <summary>One named example, or several, of everything that a machine can be in or hear.</summary>
internal static class Samples
{
    public static readonly Domain Local = Domain.Parse("here.example");
    public static readonly Domain Remote = Domain.Parse("there.example");
    public static readonly Domain Third = Domain.Parse("elsewhere.example");
    public static readonly DomainPair Out = new(Local, Remote);
    public static readonly DomainPair In = new(Remote, Local);
    public static readonly DomainPair FromThird = new(Third, Remote);
    public static readonly StreamId Id = new("id1");
    public static readonly IDialbackKeys Keys = new HmacDialbackKeys("s3cr3tf0rd14lb4ck"u8);

    public static readonly ServerContext Here = new() { Domains = [Local], Keys = Keys };
    public static readonly PeerHeader Peer = new(Id, true, null) { TakesErrors = true };

    public static readonly PeerCertificate Theirs = new(true, CertificateProblem.None, [new(PresentedNameKind.DnsId, Remote.Name)]);
    public static readonly PeerCertificate Expired = Theirs with { Problem = CertificateProblem.Expired };
    public static readonly Epoch Tls = new(Theirs, false);
    public static readonly Epoch Sasl = new(Theirs, true);

    public static readonly Stanza Incoming = StanzaOf(In);
    public static readonly Stanza Outgoing = StanzaOf(Out);

    /// <summary>Everything that can be heard.</summary>
    public static IEnumerable<(string Name, Heard Heard)> AllHeard =>
    [
        ("header", new Heard.Header(Header())),
        ("header 0.9", new Heard.Header(Header() with { Version = StreamVersion.Legacy })),
        ("header without id", new Heard.Header(Header() with { Id = null })),
        ("header without from", new Heard.Header(Header() with { From = null })),
        ("header of another", new Heard.Header(Header() with { From = Third.Name })),
        ("header to another", new Heard.Header(Header() with { To = Third.Name })),
        ("header in jabber:client", new Heard.Header(Header() with { ContentNamespace = Namespaces.Client })),
        ("foreign root", new Heard.ForeignRoot(new XmlName("", "html"))),
        ("features none", new Heard.Features(StreamFeatures.None)),
        ("features starttls", new Heard.Features(new StreamFeatures { StartTls = true, StartTlsRequired = true })),
        ("features external", new Heard.Features(new StreamFeatures { Mechanisms = ["EXTERNAL"], Dialback = true })),
        ("features dialback", new Heard.Features(new StreamFeatures { Dialback = true, DialbackErrors = true })),
        ("features dialback, bidi", new Heard.Features(new StreamFeatures { Dialback = true, Bidi = true })),
        ("features unknown required", new Heard.Features(new StreamFeatures { OtherRequired = true })),
        ("starttls", new Heard.StartTls()),
        ("proceed", new Heard.Proceed()),
        ("tls failure", new Heard.TlsFailure()),
        ("auth EXTERNAL", new Heard.Auth("EXTERNAL", "dGhlcmUuZXhhbXBsZQ==")),
        ("auth EXTERNAL =", new Heard.Auth("EXTERNAL", "=")),
        ("auth EXTERNAL no response", new Heard.Auth("EXTERNAL", null)),
        ("auth EXTERNAL as another", new Heard.Auth("EXTERNAL", "ZWxzZXdoZXJlLmV4YW1wbGU=")),
        ("auth EXTERNAL bad base 64", new Heard.Auth("EXTERNAL", "?")),
        ("auth PLAIN", new Heard.Auth("PLAIN", "AGEAYg==")),
        ("challenge", new Heard.Challenge("")),
        ("response", new Heard.Response("=")),
        ("response empty", new Heard.Response("")),
        ("abort", new Heard.Abort()),
        ("success", new Heard.Success()),
        ("bidi", new Heard.Bidi()),
        ("sasl failure", new Heard.SaslFailure(SaslCondition.NotAuthorized, null)),
        ("db:result key", new Heard.ResultRequest(In, "key")),
        ("db:result key for a domain not here", new Heard.ResultRequest(new DomainPair(Remote, Third), "key")),
        ("db:result key as ourselves", new Heard.ResultRequest(new DomainPair(Local, Local), "key")),
        ("db:result valid", new Heard.ResultAnswer(Out, new Verdict.Valid())),
        ("db:result valid for another", new Heard.ResultAnswer(FromThird, new Verdict.Valid())),
        ("db:result invalid for another", new Heard.ResultAnswer(FromThird, new Verdict.Invalid())),
        ("db:result error for another", new Heard.ResultAnswer(FromThird, new Verdict.Error(StanzaCondition.NotAllowed))),
        ("db:result invalid", new Heard.ResultAnswer(Out, new Verdict.Invalid())),
        ("db:result error", new Heard.ResultAnswer(Out, new Verdict.Error(StanzaCondition.ItemNotFound))),
        ("db:verify good key", new Heard.VerifyRequest(Out, Id, Keys.Make(Out, Id))),
        ("db:verify bad key", new Heard.VerifyRequest(Out, Id, "bad")),
        ("db:verify for a domain not here", new Heard.VerifyRequest(new DomainPair(Third, Remote), Id, "key")),
        ("db:verify valid", new Heard.VerifyAnswer(In, Id, new Verdict.Valid())),
        ("db:verify valid, other id", new Heard.VerifyAnswer(In, new StreamId("id2"), new Verdict.Valid())),
        ("db:verify invalid", new Heard.VerifyAnswer(In, Id, new Verdict.Invalid())),
        ("improper dialback", new Heard.ImproperDialback("'from' is ''")),
        ("stanza", new Heard.Stanza(Incoming)),
        ("stanza of another", new Heard.Stanza(StanzaOf(new DomainPair(Third, Local)))),
        ("stanza to another", new Heard.Stanza(StanzaOf(new DomainPair(Remote, Third)))),
        ("improper stanza", new Heard.ImproperStanza("'to' is ''")),
        ("stream error", new Heard.StreamError(StreamCondition.PolicyViolation, null)),
        ("stream error host-unknown", new Heard.StreamError(StreamCondition.HostUnknown, null)),
        ("stream error see-other-host", new Heard.StreamError(StreamCondition.SeeOtherHost, null)),
        ("unknown element", new Heard.Unknown(new XmlName("urn:example", "x"))),
        ("stanza in jabber:client", new Heard.Unknown(new XmlName(Namespaces.Client, "message"))),
        ("close tag", new Heard.CloseTag()),
        ("not well-formed", new Heard.Broken(XmlViolation.NotWellFormed, "at byte 3")),
        ("too large", new Heard.Broken(XmlViolation.TooLarge, "at byte 3")),
        ("end of bytes", new Heard.EndOfBytes()),
    ];

    /// <summary>Everything else that can happen to a stream.</summary>
    public static IEnumerable<(string Name, StreamInput Input)> AllInputs =>
    [
        ("connected", new StreamInput.Connected()),
        ("connect failed", new StreamInput.ConnectFailed("refused")),
        .. AllHeard.Select(h => (h.Name, (StreamInput)new StreamInput.Received(h.Heard, false, new StreamId("fresh")))),
        ("starttls + bytes", new StreamInput.Received(new Heard.StartTls(), true, default)),
        ("proceed + bytes", new StreamInput.Received(new Heard.Proceed(), true, default)),
        ("secured", new StreamInput.Secured(Theirs)),
        ("secured, expired", new StreamInput.Secured(Expired)),
        ("secured, no certificate", new StreamInput.Secured(PeerCertificate.Missing)),
        ("tls failed", new StreamInput.TlsFailed("alert")),
        ("lost", new StreamInput.Lost("reset")),
        ("timed out", new StreamInput.TimedOut()),
        ("finish", new StreamInput.Finish()),
        ("request", new StreamInput.Request(FromThird)),
        ("withdraw", new StreamInput.Withdraw(FromThird)),
        ("judged valid", new StreamInput.Judged(Question, new Verdict.Valid())),
        ("judged invalid", new StreamInput.Judged(Question, new Verdict.Invalid())),
        ("judged error", new StreamInput.Judged(Question, new Verdict.Error(StanzaCondition.RemoteServerTimeout))),
        ("disconnected", new StreamInput.Disconnected()),
    ];

    public static KeyQuestion Question { get; } = new(In, Id, "key");

    public static StreamHeader Header() => new()
    {
        From = Remote.Name,
        To = Local.Name,
        Id = Id.Value,
        Version = StreamVersion.One,
        ContentNamespace = Namespaces.Server,
        DeclaresDialback = true,
    };

    public static Verified ProofOf(DomainPair pair) =>
        Verified.ByAcceptedKey(pair, new Heard.ResultAnswer(pair, new Verdict.Valid()));

    public static Stanza StanzaOf(DomainPair pair)
    {
        var element = new Element(Namespaces.Server, "message").With("from", pair.Sender.Name).With("to", pair.Target.Name);
        Assert.True(Stanza.TryCreate(element, out var stanza, out _));
        return stanza!;
    }

    /// <summary>The concrete cases nested in a union, for the check that every one has a sample.</summary>
    public static Seq<string> CasesOf(Type union) =>
        union.GetNestedTypes().Where(t => t.IsAssignableTo(union)).Select(t => t.Name).Order(StringComparer.Ordinal).ToSeq();
}

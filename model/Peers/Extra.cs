namespace Xmpp.Federation.Model.Peers;

/// <summary>Something that is out of place wherever a peer says it, by a name for world files.</summary>
/// <param name="Name">Such as <c>validResult</c>.</param>
/// <param name="Meaning">What it is, in one phrase.</param>
/// <param name="Utterance">What is said.</param>
internal sealed record Extra(string Name, string Meaning, Utterance Utterance)
{
    /// <summary>All of them, the harmless ones first.</summary>
    public static IReadOnlyList<Extra> All { get; } =
    [
        new("whiteSpace", "white space, as servers send to keep a connection alive", new Utterance.Bytes(" \n")),
        new("unknownElement", "an element of a namespace that nobody knows", new Utterance.Bytes("<x xmlns='urn:example:x'/>")),
        new("features", "stream features", Says.Features),
        new("header", "the open tag of a stream", Says.Header),
        new("headerElsewhere", "the open tag of a stream of another domain", Says.HeaderIn(HeaderForm.FromElsewhere)),
        new("proceed", "the answer to a STARTTLS", Says.Proceed),
        new("tlsFailure", "the failure of a STARTTLS", Says.TlsFailure),
        new(
            "authElsewhere",
            "auth by EXTERNAL in the name of another domain",
            new Utterance.Bytes(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>ZWxzZXdoZXJlLmV4YW1wbGU=</auth>")),
        new("success", "the success of SASL", Says.Success),
        new("saslFailure", "the failure of SASL", Says.Refuse("not-authorized")),
        new("challenge", "a challenge of SASL", Says.Challenge),
        new("validResult", "db:result type='valid' for the pair at hand", Says.Answer("valid")),
        new("invalidResult", "db:result type='invalid' for the pair at hand", Says.Answer("invalid")),
        new("errorResult", "db:result type='error' for the pair at hand", Says.Fail("item-not-found")),
        new(
            "validResultElsewhere",
            "db:result type='valid' in the name of another domain",
            new Utterance.Result("valid", Speaker.Elsewhere)),
        new("validVerify", "db:verify type='valid' about the stream at hand", Says.Judge("valid")),
        new("invalidVerify", "db:verify type='invalid' about the stream at hand", Says.Judge("invalid")),
        new("key", "db:result with a key of its own", Says.Key),
        new("keyElsewhere", "db:result with a key in the name of another domain", new Utterance.Key(Speaker.Elsewhere)),
        new("question", "db:verify about a key that nobody has made", new Utterance.Question()),
        new("stanza", "a stanza", new Utterance.Stanza(Speaker.Itself)),
        new("stanzaElsewhere", "a stanza in the name of another domain", new Utterance.Stanza(Speaker.Elsewhere)),
        new(
            "longStanza",
            "a stanza in the name of another domain, longer than a stranger may send",
            new Utterance.Bytes($"<message from='elsewhere.example' to='elsewhere.example' id='1'>{new string('x', 10_001)}</message>")),
        new("comment", "a comment, which RFC 6120 11.1 forbids", new Utterance.Bytes("<!-- -->")),
        new("garbage", "bytes that are no XML", new Utterance.Bytes("<<&>")),
        new("streamError", "a stream error", new Utterance.StreamError("undefined-condition")),
        new("closeTag", "the closing tag of the stream", Says.CloseTag),
        new("end", "the end of the connection", Says.End),
        new("reset", "the end of the connection by a reset", new Utterance.Reset()),
    ];

    /// <summary>The extra of that name, which is known to exist.</summary>
    public static Extra Named(string name) => All.First(e => e.Name == name);
}

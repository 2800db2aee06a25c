using System.Collections.Immutable;

namespace Xmpp.Federation.Model.Peers;

/// <summary>The utterances by name, so that the rows of a profile read like a conversation.</summary>
internal static class Says
{
    public static Utterance Header { get; } = HeaderIn(HeaderForm.Sound);

    public static Utterance Features { get; } = new Utterance.Features();

    public static Utterance StartTls { get; } = new Utterance.StartTls();

    public static Utterance Proceed { get; } = new Utterance.Proceed();

    public static Utterance TlsFailure { get; } = new Utterance.TlsFailure();

    public static Utterance Handshake { get; } = new Utterance.Handshake();

    public static Utterance Request { get; } = new Utterance.Request();

    public static Utterance Authenticate { get; } = new Utterance.Authenticate();

    public static Utterance Success { get; } = new Utterance.Success();

    public static Utterance Challenge { get; } = new Utterance.Challenge();

    public static Utterance Key { get; } = new Utterance.Key(Speaker.Itself);

    public static Utterance ExpectHeader { get; } = new Utterance.ExpectHeader();

    public static Utterance DialBack { get; } = new Utterance.DialBack();

    public static Utterance Take { get; } = new Utterance.Take();

    public static Utterance Stanzas { get; } = new Utterance.Stanzas();

    public static Utterance CloseTag { get; } = new Utterance.CloseTag();

    public static Utterance End { get; } = new Utterance.End();

    /// <summary>RFC 6120 4.4: the closing tag, then the connection.</summary>
    public static ImmutableArray<Utterance> Close { get; } = [CloseTag, End];

    public static Utterance HeaderIn(HeaderForm form) => new Utterance.Header(form);

    public static Utterance Refuse(string condition) => new Utterance.SaslFailure(condition);

    public static Utterance Answer(string type) => new Utterance.Result(type);

    /// <summary>XEP-0220 2.5: an error of dialback, which concerns one pair and leaves the stream.</summary>
    public static Utterance Fail(string condition) => new Utterance.Result("error", Condition: condition);

    public static Utterance Judge(string type) => new Utterance.Verdict(type);

    /// <summary>RFC 6120 4.9.1.1: a stream error, which ends the stream.</summary>
    public static ImmutableArray<Utterance> Accuse(string condition) => [new Utterance.StreamError(condition), .. Close];
}

namespace Xmpp.Federation.Model.Protocol;

/// <summary>What can be said on a stream.</summary>
internal enum MessageKind : byte
{
    /// <summary>The opening tag (RFC 6120 4.2).</summary>
    Header,

    /// <summary><c>stream:features</c> (RFC 6120 4.3.2).</summary>
    Features,

    /// <summary><c>starttls</c> (RFC 6120 5.4.2.1).</summary>
    StartTls,

    /// <summary><c>proceed</c> (RFC 6120 5.4.2.3).</summary>
    Proceed,

    /// <summary><c>failure</c> of TLS (RFC 6120 5.4.2.2).</summary>
    TlsFailure,

    /// <summary><c>auth</c> with EXTERNAL (RFC 6120 6.4.2).</summary>
    Auth,

    /// <summary><c>challenge</c> (RFC 6120 6.4.3).</summary>
    Challenge,

    /// <summary><c>response</c> (RFC 6120 6.4.3).</summary>
    Response,

    /// <summary><c>abort</c> (RFC 6120 6.4.4).</summary>
    Abort,

    /// <summary><c>success</c> (RFC 6120 6.4.6).</summary>
    Success,

    /// <summary><c>failure</c> of SASL (RFC 6120 6.4.5).</summary>
    SaslFailure,

    /// <summary><c>bidi</c> (XEP-0288 2.2).</summary>
    Bidi,

    /// <summary><c>db:result</c> without a type: step 1 (XEP-0220 2.1.1).</summary>
    ResultRequest,

    /// <summary><c>db:result</c> with a type: step 4 (XEP-0220 2.2.1).</summary>
    ResultAnswer,

    /// <summary><c>db:verify</c> without a type: step 2 (XEP-0220 2.1.2).</summary>
    VerifyRequest,

    /// <summary><c>db:verify</c> with a type: step 3 (XEP-0220 2.2.2).</summary>
    VerifyAnswer,

    /// <summary>A stanza (RFC 6120 8).</summary>
    Stanza,

    /// <summary><c>stream:error</c> (RFC 6120 4.9).</summary>
    StreamError,

    /// <summary>The closing tag (RFC 6120 4.4).</summary>
    Close,

    /// <summary>Anything else: nobody has to understand it.</summary>
    Other,
}

/// <summary>The type of an answer of dialback.</summary>
internal enum AnswerType : byte
{
    None,
    Valid,
    Invalid,
    Error,
}

/// <summary>What a set of features offers.</summary>
[Flags]
internal enum Offers : byte
{
    None = 0,
    StartTls = 1,

    /// <summary>By <c>required</c>, or because there is nothing else (RFC 6120 5.3.1).</summary>
    TlsRequired = 2,
    External = 4,

    /// <summary>XEP-0220 2.4.2.</summary>
    Dialback = 8,

    /// <summary>XEP-0220 2.4.2: errors of dialback are understood.</summary>
    DialbackErrors = 16,

    /// <summary>XEP-0288 2.1.</summary>
    Bidi = 32,
}

/// <summary>
/// One thing said on a stream, with what matters of it. In dialback <see cref="Pair"/> is that of the exchange, in
/// answers too; in a header it is <c>from</c> and <c>to</c>; for <c>auth</c> its sender is the identity, if one is named.
/// </summary>
internal readonly record struct Message(MessageKind Kind)
{
    public Pair Pair { get; init; } = Pair.None;

    /// <summary>Of a response header, or what a question to an authority is about.</summary>
    public Id Id { get; init; }

    public Key Key { get; init; } = Key.Junk;

    public AnswerType Type { get; init; }

    public Offers Offers { get; init; }

    /// <summary>Of a header: version 1.0 (RFC 6120 4.7.5).</summary>
    public bool HasVersion { get; init; }

    /// <summary>Of a stanza: which one of its pair it is.</summary>
    public byte Number { get; init; }

    public override string ToString() => Kind switch
    {
        MessageKind.Header => $"header {Pair}{(Id.IsNone ? "" : $" {Id}")}{(HasVersion ? "" : " no version")}",
        MessageKind.Features => $"features {Offers}",
        MessageKind.Auth => $"auth {Pair.Sender}",
        MessageKind.ResultRequest => $"db:result {Pair} {Key}",
        MessageKind.ResultAnswer => $"db:result {Pair} {Type}",
        MessageKind.VerifyRequest => $"db:verify {Pair} {Id} {Key}",
        MessageKind.VerifyAnswer => $"db:verify {Pair} {Id} {Type}",
        MessageKind.Stanza => $"stanza {Pair} {Number}",
        _ => Kind.ToString(),
    };
}

namespace Xmpp.Federation.Core.Grammar;

/// <summary>The stream error conditions of RFC 6120 4.9.3, in the order of the text.</summary>
internal enum StreamCondition
{
    BadFormat,
    BadNamespacePrefix,
    Conflict,
    ConnectionTimeout,
    HostGone,
    HostUnknown,
    ImproperAddressing,
    InternalServerError,
    InvalidFrom,
    InvalidNamespace,
    InvalidXml,
    NotAuthorized,
    NotWellFormed,
    PolicyViolation,
    RemoteConnectionFailed,
    Reset,
    ResourceConstraint,
    RestrictedXml,
    SeeOtherHost,
    SystemShutdown,
    UndefinedCondition,
    UnsupportedEncoding,
    UnsupportedFeature,
    UnsupportedStanzaType,
    UnsupportedVersion,
}

/// <summary>The SASL failure conditions of RFC 6120 6.5, in the order of the text.</summary>
internal enum SaslCondition
{
    Aborted,
    AccountDisabled,
    CredentialsExpired,
    EncryptionRequired,
    IncorrectEncoding,
    InvalidAuthzid,
    InvalidMechanism,
    MalformedRequest,
    MechanismTooWeak,
    NotAuthorized,
    TemporaryAuthFailure,
}

/// <summary>The stanza error conditions of RFC 6120 8.3.3 that dialback and bounces use (XEP-0220 2.5).</summary>
internal enum StanzaCondition
{
    Forbidden,
    InternalServerError,
    ItemNotFound,
    NotAcceptable,
    NotAllowed,
    NotAuthorized,
    PolicyViolation,
    RemoteConnectionFailed,
    RemoteServerNotFound,
    RemoteServerTimeout,
    ResourceConstraint,
    ServiceUnavailable,
    UndefinedCondition,
}

/// <summary>Conditions to element names and back: <c>HostUnknown</c> is <c>host-unknown</c>.</summary>
internal static class Conditions
{
    private static readonly string[] StreamNames = NamesOf<StreamCondition>();
    private static readonly string[] SaslNames = NamesOf<SaslCondition>();
    private static readonly string[] StanzaNames = NamesOf<StanzaCondition>();

    public static string WireName(this StreamCondition condition) => StreamNames[(int)condition];

    public static string WireName(this SaslCondition condition) => SaslNames[(int)condition];

    public static string WireName(this StanzaCondition condition) => StanzaNames[(int)condition];

    /// <summary>RFC 6120 4.9.2: an unknown condition MUST be treated as <c>undefined-condition</c>.</summary>
    public static StreamCondition StreamConditionNamed(string name) =>
        Array.IndexOf(StreamNames, name) is var i and >= 0 ? (StreamCondition)i : StreamCondition.UndefinedCondition;

    /// <summary>RFC 6120 6.5: an unknown condition MUST be treated as <c>not-authorized</c>.</summary>
    public static SaslCondition SaslConditionNamed(string name) =>
        Array.IndexOf(SaslNames, name) is var i and >= 0 ? (SaslCondition)i : SaslCondition.NotAuthorized;

    /// <summary>RFC 6120 8.3.2: an unknown condition MUST be treated as <c>undefined-condition</c>.</summary>
    public static StanzaCondition StanzaConditionNamed(string name) =>
        Array.IndexOf(StanzaNames, name) is var i and >= 0 ? (StanzaCondition)i : StanzaCondition.UndefinedCondition;

    /// <summary>The element name of any enum member: <c>HostUnknown</c> becomes <c>host-unknown</c>.</summary>
    public static string Hyphenated(string pascalCase) => string.Concat(
        pascalCase.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string[] NamesOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(Hyphenated)];
}

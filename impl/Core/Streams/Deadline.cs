namespace Xmpp.Federation.Core.Streams;

/// <summary>What is waited for, with a limit. Every state has one, or is final (INV-45).</summary>
internal enum Deadline
{
    Resolution,
    Connection,
    Handshake,
    Header,
    Features,
    Proceed,
    SaslOutcome,
    DialbackAnswer,
    Authority,
    Choice,
    Idle,

    /// <summary>The stanza that is first with the writer of an established stream is to be written.</summary>
    Writing,

    ClosingTag,
    Disconnection,

    /// <summary>What waits is written before the server stops.</summary>
    ShutDown,

    /// <summary>A pair that could not be served may be tried again.</summary>
    Retry,

    /// <summary>That it could not be served is forgotten.</summary>
    Memory,
}

/// <summary>How long each deadline is.</summary>
internal static class Deadlines
{
    public static TimeSpan LengthOf(this Limits limits, Deadline deadline) => deadline switch
    {
        Deadline.Resolution => limits.ResolveTimeout,
        Deadline.Connection => limits.ConnectTimeout,
        Deadline.DialbackAnswer => limits.DialbackTimeout,
        Deadline.Authority => limits.AuthorityTimeout,
        Deadline.Idle => limits.IdleTimeout,
        Deadline.ShutDown => limits.ShutDownTimeout,
        Deadline.Writing => limits.WriteTimeout,
        Deadline.Retry => limits.BackOffFirst,
        Deadline.Memory => limits.BackOffMax,
        Deadline.ClosingTag or Deadline.Disconnection => limits.CloseTimeout,
        _ => limits.NegotiationTimeout,
    };
}

using Xmpp.Federation.Core;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// An input of a server in few numbers, so that what the server made of it is found again without the input being built.
/// </summary>
/// <param name="Kind">Which input.</param>
/// <param name="Number">The connection, stanza, question or timer that it is about.</param>
/// <param name="Value">What is heard of it.</param>
internal readonly record struct Stimulus(StimulusKind Kind, int Number, int Value = 0)
{
    public static Stimulus On(StimulusKind kind, ConnectionId connection, int value = 0) =>
        new(kind, connection.Dialled ? connection.Number : ~connection.Number, value);

    public ConnectionId Connection => Number >= 0 ? new ConnectionId(true, Number) : new ConnectionId(false, ~Number);
}

/// <summary>The inputs of a server.</summary>
internal enum StimulusKind
{
    /// <summary>Stanza <c>Number</c> of the world.</summary>
    Submitted,

    /// <summary>The answer to question <c>Number</c>; <c>Value</c> 1: it fails.</summary>
    Resolved,

    /// <summary>From server <c>Value</c>.</summary>
    Accepted,

    /// <summary>The same with TLS from the first byte.</summary>
    AcceptedDirectTls,

    Connected,

    /// <summary><c>Value</c> 1: it was no longer wanted.</summary>
    ConnectFailed,

    /// <summary>Item <c>Value</c>.</summary>
    Heard,

    /// <summary>Item <c>Value</c>, and bytes behind it.</summary>
    HeardWithMoreBehind,

    /// <summary>A root where none is due, or none where one is.</summary>
    Broken,

    EndOfBytes,

    /// <summary>The certificate of server <c>Value</c>, seen by who has dialled it.</summary>
    SecuredInitiator,

    /// <summary>The certificate of server <c>Value</c>, who has dialled.</summary>
    SecuredReceiver,

    /// <summary>Why: see <see cref="Reactor"/>.</summary>
    TlsFailed,

    Lost,
    Wrote,
    Disconnected,
    TimedOut,
    ShutDown,
}

/// <summary>What a server does to one of its connections, by the number that the connection has before names are given anew.</summary>
/// <param name="Kind">What.</param>
/// <param name="Connection">The connection.</param>
/// <param name="Value">The item that is said; the server that is dialled; 1 for an end at once.</param>
internal readonly record struct Effect(EffectKind Kind, ConnectionId Connection, int Value);

/// <summary>The kinds of effects.</summary>
internal enum EffectKind
{
    Dial,
    DialDirectTls,
    Say,

    /// <summary>The item is a stanza, of which the server will hear when it is written.</summary>
    SayStanza,
    BeginTls,
    ExpectHeader,
    Disconnect,
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>What a negotiator is told, in words that mean the same in every order of the steps.</summary>
internal static class InputWords
{
    /// <summary>The words; null for what the shell says of its own writing, which nobody asks about.</summary>
    public static string? Of(FederationState state, Input input) => input switch
    {
        Input.Submitted(_, var stanza) => $"is handed stanza {stanza.Id} of {stanza.Pair}",
        Input.Accepted(var connection, _) => $"accepts {connection}",
        Input.Resolved(var errand, Resolution.Found) => $"learns where {errand.Remote} is",
        Input.Resolved(var errand, _) => $"learns that {errand.Remote} is not to be found",
        Input.OnStream(var connection, var what) => $"{Of(what)} on {connection}",
        Input.TimedOut(var timer) when state.Timers.TryGetValue(timer, out var owner) => $"lets the deadline of {owner} pass",
        Input.TimedOut => "hears of a timer that it had cancelled",
        Input.ShutDown => "is to stop",
        _ => null,
    };

    private static string Of(StreamInput input) => input switch
    {
        StreamInput.Connected => "is connected",
        StreamInput.ConnectFailed => "is not connected",
        StreamInput.Received(var heard, _, _) => $"hears {Of(heard)}",
        StreamInput.Secured => "is secured",
        StreamInput.TlsFailed => "fails in TLS",
        StreamInput.Lost => "loses the connection",
        StreamInput.Disconnected => "has let go",
        _ => PlainWords.Of(input.GetType().Name),
    };

    private static string Of(Heard heard) => heard switch
    {
        Heard.Header => "a header",
        Heard.ResultRequest(var pair, _) => $"db:result for {pair}",
        Heard.ResultAnswer(var pair, var verdict) => $"db:result {Of(verdict)} for {pair}",
        Heard.VerifyRequest(var pair, _, _) => $"db:verify for {pair}",
        Heard.VerifyAnswer(var pair, _, var verdict) => $"db:verify {Of(verdict)} for {pair}",
        Heard.Stanza(var stanza) => $"stanza {stanza.Id} of {stanza.Pair}",
        Heard.StreamError(var condition, _) => $"stream error {condition}",
        Heard.SaslFailure(var condition, _) => $"SASL failure {condition}",
        Heard.EndOfBytes => "the end of the connection",
        _ => PlainWords.Of(heard.GetType().Name),
    };

    private static string Of(Verdict verdict) => PlainWords.Of(verdict.GetType().Name);
}

/// <summary>The name of a type or a value as words.</summary>
internal static class PlainWords
{
    /// <summary><c>AwaitingHeader</c> becomes <c>awaiting header</c>.</summary>
    public static string Of(string name) => string.Concat(
        name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

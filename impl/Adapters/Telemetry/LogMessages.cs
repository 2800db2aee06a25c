using Microsoft.Extensions.Logging;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Adapters.Telemetry;

/// <summary>
/// Everything that a federation logs. An id and the name beside it (the method's) never change their meaning;
/// impl/Telemetry.md lists them. What a peer has said appears in reasons only; stanzas and dialback keys never appear.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Endpoint} (direct TLS: {DirectTls})")]
    public static partial void Listening(this ILogger log, string endpoint, bool directTls);

    [LoggerMessage(2, LogLevel.Information, "Closing every stream")]
    public static partial void Closing(this ILogger log);

    [LoggerMessage(3, LogLevel.Information, "Closed")]
    public static partial void Closed(this ILogger log);

    [LoggerMessage(10, LogLevel.Information, "{Connection}: {Pair} by {Means}")]
    public static partial void PairAdmitted(this ILogger log, ConnectionId connection, DomainPair pair, ProofMeans means);

    [LoggerMessage(11, LogLevel.Information, "{Connection}: {Pair} by {Means}, after: {Reasons}")]
    public static partial void PairAdmittedAfterRefusals(
        this ILogger log, ConnectionId connection, DomainPair pair, ProofMeans means, ReasonChain reasons);

    [LoggerMessage(12, LogLevel.Warning, "{Pair}: gave up: {Reasons}. {Remedy}")]
    public static partial void SearchGivenUp(this ILogger log, DomainPair pair, ReasonChain reasons, string remedy);

    [LoggerMessage(13, LogLevel.Warning, "{Asker}: gave up asking {Authority} about the key for {Pair}: {Reasons}. {Remedy}")]
    public static partial void QuestionGivenUp(
        this ILogger log, ConnectionId asker, Domain authority, DomainPair pair, ReasonChain reasons, string remedy);

    [LoggerMessage(EventId = 20, Message = "{Connection}: refused: {Rule}")]
    public static partial void InputRefused(this ILogger log, LogLevel level, ConnectionId connection, Rule rule);

    [LoggerMessage(30, LogLevel.Error, "{Connection}: the application failed on a stanza of {Pair}")]
    public static partial void ApplicationFailed(
        this ILogger log, Exception fault, ConnectionId connection, DomainPair pair);

    [LoggerMessage(40, LogLevel.Error, "{Task} has failed, which is a fault of the federation")]
    public static partial void TaskFailed(this ILogger log, Exception fault, string task);

    [LoggerMessage(41, LogLevel.Critical, "The negotiator has failed, and every stream with it")]
    public static partial void NegotiatorFailed(this ILogger log, Exception fault);

    [LoggerMessage(42, LogLevel.Error, "A listener to metrics or activities has failed")]
    public static partial void ListenerFailed(this ILogger log, Exception fault);
}

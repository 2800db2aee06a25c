using System.Security.Cryptography;
using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Requests, questions and answers of dialback that are taken for others.</summary>
internal static class DialbackBugs
{
    public static PlantedBug AnyVerdict { get; } = new(
        "verdict-not-compared", "whatever an authority calls valid, it is what was asked", "INV-5", "callers-pretend",
        Plant.Hearing((state, on, heard) => heard is Heard.VerifyAnswer { Verdict: Verdict.Valid } && QuestionOn(state, on) is { } asked
            ? new Heard.VerifyAnswer(asked.Question.Pair, asked.Question.Id, new Verdict.Valid())
            : heard));

    public static PlantedBug VerdictByPair { get; } = new(
        "verdict-by-pair", "a verdict whose stream is gone goes to another one of the same pair", "INV-6", "callers-pretend",
        Plant.On((step, context, state, at) => at.Heard is Heard.VerifyAnswer { Verdict: Verdict.Valid } answer
            && QuestionOn(state, at.Connection) is { } asked && !state.Incoming.ContainsKey(asked.Asker)
            && (asked.Question.Pair, asked.Question.Id) == (answer.Pair, answer.Id)
            && PendingOf(state, asked.Question.Pair) is var (other, question)
                ? step(context, state, at.Input).Then(
                    step, context, new Input.OnStream(other, new StreamInput.Judged(question, new Verdict.Valid())))
                : null));

    public static PlantedBug LateVerdict { get; } = new(
        "late-verdict", "a request that was refused for want of an answer still waits for it", "INV-7", "verdicts-come-late",
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return input is Input.TimedOut(var timer) && state.Timers.TryGetValue(timer, out var owner)
                && owner is TimerOwner.Connection(var on) && state.Incoming.TryGetValue(on, out var stream)
                && stream.State is ReceivingState.Negotiating { Pending.IsEmpty: false } before
                && after.State.Incoming.TryGetValue(on, out var next)
                    ? after with { State = after.State with { Incoming = after.State.Incoming.With(on, next with { State = before }) } }
                    : after;
        });

    public static PlantedBug BackwardQuestion { get; } = new(
        "question-of-the-receiver", "a question is answered on a stream that this server has opened itself", "INV-8", "out-of-turn",
        Plant.On((step, context, state, at) =>
            at.Heard is Heard.VerifyRequest(var pair, var id, _) && step(context, state, at.Input) is var after
            && after.State.Outgoing.TryGetValue(at.Connection, out var stream) && !InitiatingStream.IsOver(stream.State)
                ? after with
                {
                    Outputs = after.Outputs.Add(new Output.Send(at.Connection, Phrases.VerifyAnswer(pair, id, new Verdict.Invalid()))),
                }
                : null));

    public static PlantedBug OnTheSpot { get; } = new(
        "verified-on-the-spot", "who presents a key is asked about it", "INV-14", "dialback-over-tls",
        Plant.Replacing((_, output) => [output is Output.Resolve(Errand.Verify(var question, var asker))
            ? new Output.Send(asker, Phrases.VerifyRequest(question.Pair, question.Id, question.Key))
            : output]));

    public static PlantedBug RawDigest { get; } = new(
        "raw-digest", "keys are made with the bytes of the digest instead of its text", "INV-25", "dialback-over-tls", step => step)
    {
        Tell = context => context with { Keys = new RawDigestKeys(NegotiatorServer.SecretOf(context.Domains[0].Name)) },
    };

    public static PlantedBug IdNotCopied { get; } = new(
        "id-not-copied", "an authority answers with the id of the stream on which it was asked", "INV-27", "dialback-over-tls",
        Plant.Replacing((after, output) => [output is Output.Send(var on, WireItem.Whole item)
            && Grammar.Understand(item) is Heard.VerifyAnswer answer && after.State.Incoming.TryGetValue(on, out var stream)
            && stream.State is ReceivingState.Negotiating { Session.Id: var id }
                ? new Output.Send(on, Phrases.VerifyAnswer(answer.Pair, id, answer.Verdict))
                : output]));

    public static PlantedBug RequestTwice { get; } = new(
        "request-doubled", "a key is sent twice", "INV-32", "dialback-over-tls",
        Plant.Replacing((_, output) => output is Output.Send(_, WireItem.Whole item) && Grammar.Understand(item) is Heard.ResultRequest
            ? [output, output]
            : [output]));

    private static Errand.Verify? QuestionOn(FederationState state, ConnectionId connection) =>
        state.Outgoing.TryGetValue(connection, out var stream) && stream.State is InitiatingState.AwaitingVerdict
            ? (Errand.Verify)stream.Context.Errand
            : null;

    private static (ConnectionId On, KeyQuestion Question)? PendingOf(FederationState state, DomainPair pair)
    {
        foreach (var (on, stream) in state.Incoming)
        {
            if (stream.State is ReceivingState.Negotiating { Pending: [{ } question] } && question.Pair == pair)
            {
                return (on, question);
            }
        }

        return null;
    }

    private sealed class RawDigestKeys(string secret) : IDialbackKeys
    {
        private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(secret));

        public string Make(DomainPair pair, StreamId id) => Convert.ToHexStringLower(
            HMACSHA256.HashData(_digest, Encoding.UTF8.GetBytes($"{pair.Target} {pair.Sender} {id}")));

        public bool IsOurs(DomainPair pair, StreamId id, string key) => key == Make(pair, id);
    }
}

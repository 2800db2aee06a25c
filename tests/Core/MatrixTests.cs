using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>
/// Every state against every input, as approved text. C# cannot see that a switch over a union is complete; here
/// a state or an input without a sample fails, and a change of any cell shows as a line of the diff.
/// </summary>
public sealed class MatrixTests
{
    [Fact]
    public void The_initiating_stream_is_what_its_approved_matrix_says()
    {
        var context = new InitiatingContext(
            new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);
        var asking = context with { Errand = new Errand.Verify(Question, new ConnectionId(false, 1)) };
        var text = new StringBuilder();
        foreach (var (name, state) in InitiatingStates())
        {
            var told = state is InitiatingState.AwaitingVerdict ? asking : context;
            Render(text, name, AllInputs, input => InitiatingStream.Step(told, Here, state, input), Show);
        }

        Approved.Verify("InitiatingStream", text.ToString());
    }

    [Fact]
    public void The_receiving_stream_is_what_its_approved_matrix_says()
    {
        var context = new ServerContext { Domains = [Local], Keys = Keys };
        var text = new StringBuilder();
        foreach (var (name, state) in ReceivingStates())
        {
            Render(text, name, AllInputs, input => ReceivingStream.Step(context, state, input), Show);
        }

        Approved.Verify("ReceivingStream", text.ToString());
    }

    [Fact]
    public void Every_state_and_every_input_has_a_sample()
    {
        Assert.Equal(CasesOf(typeof(InitiatingState)), Names(InitiatingStates().Select(s => (object)s.State)));
        Assert.Equal(CasesOf(typeof(ReceivingState)), Names(ReceivingStates().Select(s => (object)s.State)));
        Assert.Equal(CasesOf(typeof(StreamInput)), Names(AllInputs.Select(i => (object)i.Input)));
        Assert.Equal(CasesOf(typeof(Heard)), Names(AllHeard.Select(h => (object)h.Heard)));
    }

    [Fact]
    public void Every_state_that_is_not_over_has_a_deadline()
    {
        // INV-45: "Every non-Ready state has exactly one live deadline"; here an idle Ready stream has one too.
        foreach (var (_, state) in InitiatingStates())
        {
            var isFinal = state is InitiatingState.Gone or InitiatingState.Draining { Forced: true };
            Assert.Equal(isFinal, InitiatingStream.DeadlineOf(state) is null);
        }

        foreach (var (_, state) in ReceivingStates())
        {
            var isFinal = state is ReceivingState.Gone or ReceivingState.Draining { Forced: true };
            Assert.Equal(isFinal, ReceivingStream.DeadlineOf(state) is null);
        }
    }

    private static Seq<string> Names(IEnumerable<object> samples) =>
        samples.Select(s => s.GetType().Name).Distinct().Order(StringComparer.Ordinal).ToSeq();

    private static IEnumerable<(string Name, InitiatingState State)> InitiatingStates()
    {
        var peer = new PeerHeader(Id, true, null);
        var ready = new InitiatingState.Ready(Tls, Peer, [ProofOf(Out)], [], Busy: false);
        var bidi = ready with { Epoch = Tls with { Bidi = true } };
        var doubtful = peer with { Doubt = new Refusal(Flavour.H4, "invalid-from", HeaderSeen: true) };
        return
        [
            ("Connecting", new InitiatingState.Connecting()),
            ("Handshaking", new InitiatingState.Handshaking()),
            ("AwaitingHeader, clear", new InitiatingState.AwaitingHeader(Epoch.Clear)),
            ("AwaitingHeader, TLS", new InitiatingState.AwaitingHeader(Tls)),
            ("AwaitingHeader, SASL", new InitiatingState.AwaitingHeader(Sasl)),
            ("AwaitingFeatures, clear", new InitiatingState.AwaitingFeatures(Epoch.Clear, peer)),
            ("AwaitingFeatures, TLS", new InitiatingState.AwaitingFeatures(Tls, peer)),
            ("AwaitingFeatures, TLS, doubtful header", new InitiatingState.AwaitingFeatures(Tls, doubtful)),
            ("AwaitingFeatures, SASL", new InitiatingState.AwaitingFeatures(Sasl, peer)),
            ("AwaitingProceed", new InitiatingState.AwaitingProceed()),
            ("AwaitingOutcome", new InitiatingState.AwaitingOutcome(Tls, peer, Aborting: false)),
            ("AwaitingOutcome, aborting", new InitiatingState.AwaitingOutcome(Tls, peer, Aborting: true)),
            ("AwaitingAnswer", new InitiatingState.AwaitingAnswer(Tls, Peer)),
            ("AwaitingAnswer, after EXTERNAL", new InitiatingState.AwaitingAnswer(Tls, Peer, AfterExternal: true)),
            ("AwaitingVerdict", new InitiatingState.AwaitingVerdict()),
            ("Ready, busy", ready with { Busy = true }),
            ("Ready, idle", ready),
            ("Ready, another pair asked for", ready with { Requested = [FromThird] }),
            ("Ready, bidi", bidi),
            ("Closing", new InitiatingState.Closing()),
            ("Closing, bidi", new InitiatingState.Closing([Verified.ByBidi(ProofOf(Out), bidi.Epoch)])),
            ("Closing, bidi, features due", new InitiatingState.Closing(
                Granting: new InitiatingState.AwaitingFeatures(Sasl with { Bidi = true }, peer))),
            ("Closing, bidi, answer due", new InitiatingState.Closing(Granting: new InitiatingState.AwaitingAnswer(bidi.Epoch, Peer))),
            ("Draining", new InitiatingState.Draining(Forced: false)),
            ("Draining, forced", new InitiatingState.Draining(Forced: true)),
            ("Gone", new InitiatingState.Gone()),
        ];
    }

    private static IEnumerable<(string Name, ReceivingState State)> ReceivingStates()
    {
        var clear = new Session(Epoch.Clear, Local, Remote, Id);
        var tls = new Session(Tls, Local, Remote, Id);
        var startTls = new StreamFeatures { StartTls = true, StartTlsRequired = true };
        var bidi = new ReceivingState.Established(tls with { Epoch = Tls with { Bidi = true } }, [ProofOf(In)], [], Busy: true);
        var negotiating = new ReceivingState.Negotiating(tls, new StreamFeatures { Mechanisms = ["EXTERNAL"] }, [], 0);
        return
        [
            ("AwaitingHeader, clear", new ReceivingState.AwaitingHeader(Epoch.Clear, null)),
            ("AwaitingHeader, TLS", new ReceivingState.AwaitingHeader(Tls, null)),
            ("AwaitingHeader, TLS, expired", new ReceivingState.AwaitingHeader(new Epoch(Expired, false), null)),
            ("AwaitingHeader, SASL", new ReceivingState.AwaitingHeader(Sasl, ProofOf(In))),
            ("Negotiating, clear, TLS required", new ReceivingState.Negotiating(clear, startTls, [], 0)),
            ("Negotiating, TLS", negotiating),
            ("Negotiating, TLS, bidi offered", negotiating with { Offered = new StreamFeatures { Bidi = true } }),
            ("Negotiating, TLS, asking", negotiating with { Pending = [Question] }),
            ("Negotiating, TLS, no retry left", negotiating with { Failures = 3 }),
            ("Handshaking", new ReceivingState.Handshaking()),
            ("AwaitingResponse", new ReceivingState.AwaitingResponse(negotiating)),
            ("Established, busy", new ReceivingState.Established(tls, [ProofOf(In)], [], Busy: true)),
            ("Established, idle", new ReceivingState.Established(tls, [ProofOf(In)], [], Busy: false)),
            ("Established, bidi", bidi),
            ("Established, asking", bidi with { Session = tls, Pending = [Question with { Pair = FromThird }] }),
            ("Closing", new ReceivingState.Closing([ProofOf(In)])),
            ("Draining", new ReceivingState.Draining(Forced: false)),
            ("Draining, forced", new ReceivingState.Draining(Forced: true)),
            ("Gone", new ReceivingState.Gone()),
        ];
    }

    private static void Render<TState>(
        StringBuilder text, string state, IEnumerable<(string Name, StreamInput Input)> inputs,
        Func<StreamInput, StreamStep<TState>> step, Func<StreamStep<TState>, string> show)
    {
        text.Append(state).Append('\n');
        var cells = inputs.Select(i => (i.Name, Result: ResultOf(() => show(step(i.Input)))));
        foreach (var row in cells.GroupBy(c => c.Result, StringComparer.Ordinal))
        {
            text.Append("    ").AppendJoin(", ", row.Select(c => c.Name)).Append('\n');
            text.Append("        → ").Append(row.Key).Append('\n');
        }
    }

    private static string ResultOf(Func<string> step)
    {
        try
        {
            return step();
        }
        catch (InvalidOperationException)
        {
            // The shell never tells this to a stream in this state: it would be our own bug.
            return "cannot be";
        }
    }

    private static string Show<TState>(StreamStep<TState> step)
        where TState : notnull => $"{NameOf(step.State)}{string.Concat(step.Acts.Select(a => $"; {Show(a)}"))}";

    private static string NameOf(object state) => state switch
    {
        InitiatingState.AwaitingHeader s => $"AwaitingHeader, {s.Epoch}",
        ReceivingState.AwaitingHeader s => $"AwaitingHeader, {s.Epoch}",
        InitiatingState.Draining { Forced: true } or ReceivingState.Draining { Forced: true } => "Draining, forced",
        _ => state.GetType().Name,
    };

    private static string Show(Act act) => act switch
    {
        Act.Say(var item) => $"say {Show(item)}",
        Act.Refuse(var rule) => $"refuse by {rule}",
        Act.Conclude(var refusal) => $"conclude {refusal.Flavour} {refusal.Condition}{PolicyOf(refusal)}",
        Act.Record(var refusal) => $"record {refusal.Flavour} {refusal.Condition}",
        Act.Admit(var proof) => $"admit {proof}",
        Act.Ask(var question) => $"ask about {question}",
        Act.Report(var verdict) => $"report {verdict.GetType().Name}",
        Act.Deliver => "deliver",
        Act.Disconnect(var atOnce) => atOnce ? "disconnect at once" : "disconnect",
        _ => act.GetType().Name,
    };

    private static string PolicyOf(Refusal refusal) => refusal.PolicyBit is null ? "" : $" ({refusal.PolicyBit})";

    private static string Show(WireItem item) => item switch
    {
        WireItem.Opened opened => $"header{(opened.Attributes.Any(a => a.Name.Local == "id") ? " with id" : "")}",
        WireItem.Whole(var element) => Show(element),
        _ => "close tag",
    };

    private static string Show(Element element) => string.Join(' ', new[]
    {
        element.Local, element.Attribute("mechanism"), element.Attribute("type"),
        string.Join('+', element.Elements.Select(e => e.Local == "error" ? $"error {e.Elements.First().Local}" : e.Local)),
    }.Where(t => !string.IsNullOrEmpty(t)));
}

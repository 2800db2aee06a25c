using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>The searches, the questions and the routes: every state against every input, and the fallback table.</summary>
public sealed class SmallMachineTests
{
    private static readonly ServerContext Context = new() { Domains = [Local], Keys = Keys };
    private static readonly Target Plain = new("s1.example", 5269, DirectTls: false);
    private static readonly Target Direct = new("s2.example", 5270, DirectTls: true);
    private static readonly bool[] Both = [true, false];
    private static readonly ConnectionId First = new(true, 1);
    private static readonly ConnectionId Second = new(true, 2);

    [Fact]
    public void The_search_is_what_its_approved_matrix_says()
    {
        var errand = new Errand.Carry(Out);
        var trying = new EstablishmentPhase.Attempting([Direct], Plain, new Method(Security.StartTls, true));
        (string, EstablishmentPhase)[] phases = [("Resolving", new EstablishmentPhase.Resolving()), ("Attempting", trying)];
        (string, EstablishmentInput)[] inputs =
        [
            ("found one", new EstablishmentInput.Resolved(new Resolution.Found([Plain]))),
            ("found direct TLS first", new EstablishmentInput.Resolved(new Resolution.Found([Direct, Plain]))),
            ("found nothing", new EstablishmentInput.Resolved(new Resolution.Found([]))),
            ("not found", new EstablishmentInput.Resolved(new Resolution.NotFound("no such name"))),
            ("failed", new EstablishmentInput.Resolved(new Resolution.Failed("no answer"))),
            ("timed out", new EstablishmentInput.TimedOut()),
            ("refused, stream goes on", new EstablishmentInput.Refused(new Refusal(Flavour.A1, "not-authorized", HeaderSeen: true))),
            .. Enum.GetValues<Flavour>().Select(f =>
                ($"ended by {f}", (EstablishmentInput)new EstablishmentInput.Ended(new Refusal(f, "x", HeaderSeen: f > Flavour.T2)))),
        ];
        var text = new StringBuilder();
        foreach (var (name, phase) in phases)
        {
            Render(text, name, inputs, i => Show(Establishment.Step(Context, new Establishment(errand, phase, ReasonChain.Empty), i)));
        }

        Approved.Verify("Establishment", text.ToString());
    }

    [Fact]
    public void The_route_is_what_its_approved_matrix_says()
    {
        var limits = Limits.Default with { QueueStanzasMax = 2, StanzasInFlightMax = 1 };
        var (one, two) = (new Waiting(new StanzaTicket(1), Outgoing), new Waiting(new StanzaTicket(2), Outgoing));
        var queue = default(Fifo<Waiting>).Enqueue(one);
        var proof = ProofOf(Out);
        (string, Route?)[] states =
        [
            ("none", null),
            ("Seeking, one waits", new Route.Seeking(queue)),
            ("Seeking, full", new Route.Seeking(queue.Enqueue(two))),
            ("Open, idle", new Route.Open(First, proof, default, 0)),
            ("Open, one in flight, one waits", new Route.Open(First, proof, queue, 1)),
        ];
        (string, RouteInput)[] inputs =
        [
            ("submitted", new RouteInput.Submitted(new Waiting(new StanzaTicket(3), Outgoing))),
            ("opened", new RouteInput.Opened(First, proof)),
            ("given up", new RouteInput.GivenUp()),
            ("wrote", new RouteInput.Wrote()),
            ("closed", new RouteInput.Closed(First)),
            ("another stream closed", new RouteInput.Closed(Second)),
        ];
        var text = new StringBuilder();
        foreach (var (name, state) in states)
        {
            Render(text, name, inputs, i => Show(Route.Step(limits, state, i)));
        }

        Approved.Verify("Route", text.ToString());
    }

    [Fact]
    public void A_question_is_answered_once_and_a_second_answer_finds_none()
    {
        // XEP-0220 2.1.2: an answer for which nothing matches "SHOULD be silently discarded" (INV-6, INV-7).
        var asked = new Verification(Question, new ConnectionId(false, 1));

        var answered = Verification.Step(asked, new VerificationInput.Answered(new Verdict.Valid()));
        var again = Verification.Step(answered.State, new VerificationInput.Answered(new Verdict.Valid()));

        Assert.Equal(new StreamVerdict(asked.Asker, Question, new Verdict.Valid()), answered.Told);
        Assert.Null(answered.State);
        Assert.Equal(default, again);
    }

    [Fact]
    public void A_question_that_could_not_be_asked_is_answered_by_an_error()
    {
        // XEP-0220 2.5: an error met in step 3 is reported to the initiator (LIV-6).
        var asked = new Verification(Question, new ConnectionId(false, 1));

        var given = Verification.Step(asked, new VerificationInput.GivenUp(Flavour.N1));

        Assert.Equal(new Verdict.Error(StanzaCondition.RemoteServerNotFound), given.Told?.Verdict);
    }

    [Fact]
    public void Every_step_down_goes_strictly_down_the_lattice()
    {
        // INV-46: "Attempt chains are finite".
        foreach (var (policy, method, flavour) in Combinations())
        {
            var next = Fallback.StepDown(new Refusal(flavour, "x"), method, policy);
            Assert.True(next is null || next.Value.CompareTo(method) > 0, $"{flavour}: {method} to {next}");
        }
    }

    [Fact]
    public void No_step_down_leaves_TLS_unless_policy_says_so()
    {
        // INV-18: "No clear-text attempt follows a TLS failure … unless PlainAfterTlsFailure/Optional says so".
        foreach (var (policy, method, flavour) in Combinations())
        {
            if (Fallback.StepDown(new Refusal(flavour, "x"), method, policy) is { Security: Security.Clear })
            {
                Assert.Equal(TlsPolicy.Optional, policy.Tls);
                Assert.True(flavour == Flavour.S1 || policy.PlainAfterTlsFailure);
            }
        }
    }

    [Fact]
    public void The_fallback_is_what_its_approved_table_says()
    {
        var text = new StringBuilder();
        var lenient = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, PlainAfterTlsFailure = true };
        foreach (var flavour in Enum.GetValues<Flavour>())
        {
            text.Append(flavour).Append(": ");
            text.AppendJoin("; ", Methods().Select(m =>
                $"{m} → {StepOf(flavour, m, Policy.Default)} (lenient: {StepOf(flavour, m, lenient)})"));
            text.Append("; bounced as ").Append(Fallback.BounceFor(flavour).WireName()).Append('\n');
        }

        Approved.Verify("Fallback", text.ToString());
    }

    private static string StepOf(Flavour flavour, Method method, Policy policy) =>
        Fallback.StepDown(new Refusal(flavour, "x"), method, policy)?.ToString()
        ?? (Fallback.MayTryNextTarget(new Refusal(flavour, "x"), method) ? "next target" : "give up");

    private static IEnumerable<Method> Methods() =>
        from security in Enum.GetValues<Security>()
        from external in Both
        where external is false || security != Security.Clear
        select new Method(security, external);

    private static IEnumerable<(Policy Policy, Method Method, Flavour Flavour)> Combinations() =>
        from tls in Enum.GetValues<TlsPolicy>()
        from sasl in Enum.GetValues<SaslPolicy>()
        from dialback in Enum.GetValues<DialbackPolicy>()
        from fallback in Enum.GetValues<ExternalFallback>()
        from plain in Both
        from method in Methods()
        from flavour in Enum.GetValues<Flavour>()
        select (
            new Policy { Tls = tls, Sasl = sasl, Dialback = dialback, ExternalToDialback = fallback, PlainAfterTlsFailure = plain },
            method, flavour);

    private static void Render<TInput>(
        StringBuilder text, string state, IEnumerable<(string Name, TInput Input)> inputs, Func<TInput, string> step)
    {
        text.Append(state).Append('\n');
        foreach (var row in inputs.GroupBy(i => step(i.Input), i => i.Name, StringComparer.Ordinal))
        {
            text.Append("    ").AppendJoin(", ", row).Append('\n').Append("        → ").Append(row.Key).Append('\n');
        }
    }

    private static string Show(EstablishmentStep step) => step.Act switch
    {
        EstablishmentAct.Open(var target, var method) => $"open {target}, {method}",
        EstablishmentAct.GiveUp(var flavour, _) => $"give up ({(flavour == Flavour.N1 ? "N1" : "the last refusal")})",
        _ => step.State!.Reasons.Reasons.Count > 0 ? "go on, with a reason more" : "stay",
    };

    private static string Show(RouteStep step)
    {
        var state = step.State switch
        {
            Route.Open open => $"Open, {open.InFlight} in flight, {open.Queue.Count} wait",
            { } seeking => $"Seeking, {seeking.Queue.Count} wait",
            null => "none",
        };
        return state + string.Concat(step.Acts.Select(a => "; " + a switch
        {
            RouteAct.Write(_, _, var waiting) => $"write {waiting.Ticket}",
            RouteAct.Return(var waiting) => $"return {waiting.Ticket}",
            RouteAct.Overflow(var waiting) => $"overflow {waiting.Ticket}",
            _ => "seek",
        }));
    }
}

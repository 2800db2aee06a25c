using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Stanzas that get a second fate, a wrong one, or more room than there is.</summary>
internal static class DeliveryBugs
{
    public static PlantedBug Resent { get; } = new(
        "written-resent", "what was written to a stream before it broke is written to the next one, too", "INV-37", "broken-network",
        step =>
        {
            var written = new SortedDictionary<StanzaTicket, Output.SendStanza>();
            var settled = new SortedSet<StanzaTicket>();
            return (context, state, input) =>
            {
                var after = step(context, state, input);
                if (input is Input.OnStream(var on, StreamInput.Lost) && state.Outgoing.ContainsKey(on))
                {
                    after = written.Values.Where(w => w.Connection == on && settled.Contains(w.Ticket)).ToArray().Aggregate(
                        after, (so, w) => so.Then(step, context, new Input.Submitted(w.Ticket, w.Stanza)));
                }

                foreach (var sending in after.Outputs.OfType<Output.SendStanza>())
                {
                    written[sending.Ticket] = sending;
                }

                // The sender is told once, what was told first.
                return after with { Outputs = after.Outputs.Where(o => o is not Output.Settle(var t, _) || settled.Add(t)).ToSeq() };
            };
        });

    public static PlantedBug ErrorsAnswered { get; } = new(
        "error-answered", "an error for nobody is answered like any other stanza", "INV-38", "teardown-races-send", step => step)
    {
        Reply = stanza => Stanza.TryCreate(StanzaErrors.Answer(stanza, "cancel", "service-unavailable"), out var reply, out _)
            ? reply
            : null,
    };

    public static PlantedBug QueueUnbounded { get; } = new(
        "queue-unbounded", "whatever waits for a stream finds room", "INV-39", "teardown-races-send", step => step)
    {
        Tell = context => context with { Limits = context.Limits with { QueueStanzasMax = int.MaxValue } },
    };

    public static PlantedBug OneCondition { get; } = new(
        "returned-as-not-found", "whatever has failed, it is told that there is no such server", "INV-41", "tls-fails",
        Plant.Replacing((_, output) => [output is Output.Settle { Fate: StanzaFate.Returned fate } settled
            ? settled with { Fate = fate with { Condition = "remote-server-not-found" } }
            : output]));

    public static PlantedBug UnsureReturned { get; } = new(
        "unsure-returned", "what a stream took along when it broke is returned, whatever of it got out", "INV-37", "hostile-network",
        Plant.Replacing((_, output) => [output is Output.Settle { Fate: StanzaFate.Unconfirmed } settled
            ? settled with { Fate = new StanzaFate.Returned("remote-server-timeout", ReasonChain.Empty) }
            : output]));

    public static PlantedBug GivenUpForGood { get; } = new(
        "lost-for-good", "who was lost once is not looked for again", "LIV-5", "peer-restart", step =>
        {
            var lost = new SortedSet<DomainPair>();
            return (context, state, input) =>
            {
                if (input is Input.OnStream(var on, StreamInput.Lost) && state.Outgoing.TryGetValue(on, out var stream)
                    && stream is { Context.Errand: Errand.Carry(var pair), State: InitiatingState.Ready })
                {
                    lost.Add(pair);
                }

                return step(context, state, input is Input.Resolved(Errand.Carry carry, _) && lost.Contains(carry.Pair)
                    ? new Input.Resolved(carry, new Resolution.Failed("it was lost"))
                    : input);
            };
        });
}

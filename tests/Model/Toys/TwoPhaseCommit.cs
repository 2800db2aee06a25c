using System.Buffers.Binary;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Toys;

/// <summary>
/// Two-phase commit after J. Gray and L. Lamport, <i>Consensus on transaction commit</i>, as TLA+ has it: messages are a
/// set that only grows. There are 4ⁿ + 6ⁿ + 2ⁿ states with n resource managers: before the decision each is working,
/// aborted, or prepared and the transaction manager knows it or not; after an abort there are two more, aborted after it
/// had prepared; a commit finds all prepared and known, and each then commits.
/// </summary>
internal sealed class TwoPhaseCommit(int managers, bool commitsEarly = false)
    : ITransitionSystem<TwoPhaseCommit.State, TwoPhaseCommit.Step>, IReducible<TwoPhaseCommit.State, TwoPhaseCommit.Step>
{
    private const uint Working = 0;
    private const uint Prepared = 1;
    private const uint Committed = 2;
    private const uint Aborted = 3;

    public string Name => $"two-phase commit, {managers} managers";

    public IReadOnlyList<PropertyOf<State>> Properties { get; } =
    [
        new PropertyOf<State>.Always("CONSISTENT", "Nobody aborts where another commits.", s =>
            !(s.Any(managers, Committed) && s.Any(managers, Aborted))),
        new PropertyOf<State>.Sometimes("COMMITS", "All may commit.", s => s.All(managers, Committed)),
        new PropertyOf<State>.EndsOnly("DECIDED", "In the end everybody has decided.", s =>
            !s.Any(managers, Working) && !s.Any(managers, Prepared)),
    ];

    public IEnumerable<State> Initial => [default];

    public int PackedBytesMax => 8;

    public void CollectSteps(State state, List<Step> steps)
    {
        if (state.Decision == Working)
        {
            if (commitsEarly ? state.AnyKnown(managers) : state.AllKnown(managers))
            {
                steps.Add(new(What.Commit, 0));
            }

            steps.Add(new(What.Abort, 0));
        }

        for (var i = 0; i < managers; i++)
        {
            if (state.Decision == Working && state.HasSaid(i) && !state.IsKnown(i))
            {
                steps.Add(new(What.Hear, i));
            }

            if (state.Of(i) == Working)
            {
                steps.Add(new(What.Prepare, i));
                steps.Add(new(What.Refuse, i));
            }

            if (state.Decision == Committed && state.Of(i) != Committed)
            {
                steps.Add(new(What.HearCommit, i));
            }

            if (state.Decision == Aborted && state.Of(i) != Aborted)
            {
                steps.Add(new(What.HearAbort, i));
            }
        }
    }

    public State Next(State state, Step step, ref Verdicts verdicts) => step.What switch
    {
        What.Commit => state.Decide(Committed),
        What.Abort => state.Decide(Aborted),
        What.Hear => state.Know(step.Manager),
        What.Prepare => state.Say(step.Manager).With(step.Manager, Prepared),
        What.Refuse => state.With(step.Manager, Aborted),
        What.HearCommit => state.With(step.Manager, Committed),
        _ => state.With(step.Manager, Aborted),
    };

    // Managers are interchangeable: theirs are four bits each, in order.
    public State Canonical(State state)
    {
        Span<ulong> each = stackalloc ulong[managers];
        for (var i = 0; i < managers; i++)
        {
            each[i] = state.Bits >> (4 * i) & 15;
        }

        each.Sort();
        var bits = state.Bits >> 60 << 60;
        for (var i = 0; i < managers; i++)
        {
            bits |= each[i] << (4 * i);
        }

        return new(bits);
    }

    public int Pack(State state, Span<byte> packed)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(packed, state.Bits);
        return 8;
    }

    public State Unpack(ReadOnlySpan<byte> packed) => new(BinaryPrimitives.ReadUInt64LittleEndian(packed));

    public string Describe(State before, Step step) =>
        step.What is What.Commit or What.Abort ? $"{step.What}" : $"{step.What} {step.Manager}";

    // The manager of transactions is the last; its steps depend on everybody's.
    public int ActorOf(Step step) => step.What is What.Commit or What.Abort or What.Hear ? -1 : step.Manager;

    // Once it is decided a manager moves by itself, and nobody looks at it.
    public bool IsPersistent(State state, int actor) => state.Decision != Working;

    internal enum What
    {
        Commit,
        Abort,
        Hear,
        Prepare,
        Refuse,
        HearCommit,
        HearAbort,
    }

    internal readonly record struct Step(What What, int Manager);

    /// <summary>Four bits of each manager: 0-1 its state, 2 it has said that it is prepared, 3 that is known; 60-61 the decision.</summary>
    internal readonly record struct State(ulong Bits)
    {
        public uint Decision => (uint)(Bits >> 60);

        public uint Of(int manager) => (uint)(Bits >> (4 * manager)) & 3;

        public bool HasSaid(int manager) => (Bits >> (4 * manager) & 4) != 0;

        public bool IsKnown(int manager) => (Bits >> (4 * manager) & 8) != 0;

        public bool AllKnown(int managers)
        {
            var all = 0x0888_8888_8888_8888UL & ((1UL << (4 * managers)) - 1);
            return (Bits & all) == all;
        }

        public bool AnyKnown(int managers) => (Bits & 0x0888_8888_8888_8888UL & ((1UL << (4 * managers)) - 1)) != 0;

        public bool Any(int managers, uint state)
        {
            for (var i = 0; i < managers; i++)
            {
                if (Of(i) == state)
                {
                    return true;
                }
            }

            return false;
        }

        public bool All(int managers, uint state)
        {
            for (var i = 0; i < managers; i++)
            {
                if (Of(i) != state)
                {
                    return false;
                }
            }

            return true;
        }

        public State Decide(uint decision) => new(Bits | ((ulong)decision << 60));

        public State With(int manager, uint state) => new((Bits & ~(3UL << (4 * manager))) | ((ulong)state << (4 * manager)));

        public State Say(int manager) => new(Bits | (4UL << (4 * manager)));

        public State Know(int manager) => new(Bits | (8UL << (4 * manager)));
    }
}

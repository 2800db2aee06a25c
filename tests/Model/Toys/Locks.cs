using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Toys;

/// <summary>
/// Two processes that want to be in a critical section one at a time: G. Peterson, <i>Myths about the mutual exclusion
/// problem</i>, 1981, and worse ways.
/// </summary>
/// <param name="how">Which way.</param>
/// <param name="fair">Whether a process that can go on does in the end; one that wants nothing may always stay.</param>
internal sealed class Locks(Locks.How how, bool fair = true) : ITransitionSystem<Locks.State, int>, IFair<int>
{
    private const int Idle = 0;
    private const int Flagged = 1;
    private const int Waiting = 2;
    private const int Critical = 3;

    public string Name => $"lock, {how}{(fair ? "" : ", not fair")}";

    public IReadOnlyList<PropertyOf<State>> Properties { get; } =
    [
        new PropertyOf<State>.Always("MUTEX", "One at a time.", s => !(s.Of(0) == Critical && s.Of(1) == Critical)),
        new PropertyOf<State>.LeadsTo("NO-STARVATION-0", "Who waits gets in.", s => s.Of(0) == Waiting, s => s.Of(0) == Critical),
        new PropertyOf<State>.LeadsTo("NO-STARVATION-1", "Who waits gets in.", s => s.Of(1) == Waiting, s => s.Of(1) == Critical),
    ];

    public IEnumerable<State> Initial => [default];

    public int PackedBytesMax => 3;

    public int FairnessClasses => fair ? 2 : 0;

    // Steps are numbered: process, and 2 for one that wants nothing yet.
    public int FairnessOf(int step) => !fair || step >= 2 ? -1 : step;

    public void CollectSteps(State state, List<int> steps)
    {
        for (var me = 0; me < 2; me++)
        {
            steps.Add(state.Of(me) == Idle ? 2 + me : me);
        }
    }

    public State Next(State state, int step, ref Verdicts verdicts)
    {
        var me = step & 1;
        return (state.Of(me), how) switch
        {
            (Idle, How.TurnBeforeFlag) => state.With(me, Flagged) with { Turn = 1 - me },
            (Idle, _) => state.With(me, Flagged).Want(me, true),
            (Flagged, How.TurnBeforeFlag) => state.With(me, Waiting).Want(me, true),
            (Flagged, How.Peterson) => state.With(me, Waiting) with { Turn = 1 - me },
            (Flagged, _) => state.With(me, Waiting),
            (Waiting, _) => MayEnter(state, me) ? state.With(me, Critical) : state,
            _ => state.With(me, Idle).Want(me, false),
        };
    }

    public int Pack(State state, Span<byte> packed)
    {
        (packed[0], packed[1], packed[2]) = ((byte)state.Places, (byte)state.Wanting, (byte)state.Turn);
        return 3;
    }

    public State Unpack(ReadOnlySpan<byte> packed) => new(packed[0], packed[1], packed[2]);

    public string Describe(State before, int step) => $"{step & 1}: {before.Of(step & 1)}";

    // Who may not looks again.
    private bool MayEnter(State state, int me) => how switch
    {
        How.Peterson or How.TurnBeforeFlag => !state.Wants(1 - me) || state.Turn == me,
        How.NoTurn => !state.Wants(1 - me),
        _ => state.Of(1 - me) != Critical,
    };

    internal enum How
    {
        /// <summary>I want; you first.</summary>
        Peterson,

        /// <summary>The same in the wrong order: both may get in.</summary>
        TurnBeforeFlag,

        /// <summary>I want; after you, always: both may wait for ever, with nobody inside.</summary>
        NoTurn,

        /// <summary>Whoever finds the door open: one may be overtaken again and again.</summary>
        OpenDoor,
    }

    internal readonly record struct State(int Places, int Wanting, int Turn)
    {
        public int Of(int process) => Places >> (2 * process) & 3;

        public bool Wants(int process) => (Wanting >> process & 1) != 0;

        public State With(int process, int place) => this with { Places = (Places & ~(3 << (2 * process))) | (place << (2 * process)) };

        public State Want(int process, bool wants) => this with { Wanting = (Wanting & ~(1 << process)) | ((wants ? 1 : 0) << process) };
    }
}

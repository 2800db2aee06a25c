using System.Buffers.Binary;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Toys;

/// <summary>
/// Server dialback (XEP-0220) among three servers: sessions of an originating server and of an attacker at a receiving
/// server, which asks the authoritative one over a single connection that it dials when it is needed. One cut, of a
/// session or of that connection. There is a twin in Promela, tests/Benchmarks/Checker/dialback.pml; the two have the
/// same states and the same transitions.
/// </summary>
/// <param name="honest">How many sessions the originating server opens.</param>
/// <param name="hostile">How many the attacker opens, who claims the same domain, forges keys and replays what it overhears.</param>
/// <param name="asksNobody">Planted: the receiving server takes a key for proved without asking the authority.</param>
internal sealed class Dialback(int honest, int hostile, bool asksNobody = false)
    : ITransitionSystem<Dialback.State, Dialback.Step>, IReducible<Dialback.State, Dialback.Step>
{
    private const int SessionsMax = 9;

    private readonly int _sessions = honest + hostile <= SessionsMax
        ? honest + hostile
        : throw new ArgumentOutOfRangeException(nameof(hostile));

    private enum Property
    {
        Authentic,
        Rests,
        Refused,
        Delivered,
    }

    public string Name => $"dialback, {honest} honest and {hostile} hostile sessions";

    public IReadOnlyList<PropertyOf<State>> Properties { get; } =
    [
        new PropertyOf<State>.Always("AUTHENTIC", "Only a session with its own genuine key is authorised."),
        new PropertyOf<State>.EndsOnly("RESTS", "In the end every session is settled.", s => s.AllSettled(honest + hostile)),
        new PropertyOf<State>.Sometimes("REFUSED", "A replayed key is refused."),
        new PropertyOf<State>.Sometimes("DELIVERED", "All that is honest is delivered.", s => s.AllDelivered(honest)),
    ];

    public IEnumerable<State> Initial => [State.First];

    public int PackedBytesMax => 8;

    public void CollectSteps(State state, List<Step> steps)
    {
        var link = state.Link;
        var waits = false;
        for (var i = 0; i < _sessions; i++)
        {
            var phase = state.PhaseOf(i);
            waits |= phase == Phase.Waiting;
            switch (phase)
            {
                case Phase.Idle:
                    steps.Add(new(What.Open, i));
                    break;
                case Phase.Open when i < honest:
                    steps.Add(new(What.SendKey, i));
                    break;
                case Phase.Open:
                    steps.Add(new(What.Forge, i));
                    if (state.AnyKeySent(honest))
                    {
                        steps.Add(new(What.Replay, i));
                    }

                    break;
                case Phase.KeySent:
                    steps.Add(new(What.Receive, i));
                    break;
                case Phase.Waiting when link == Link.Up:
                    steps.Add(new(What.Ask, i));
                    break;
                case Phase.Waiting when link == Link.Refused:
                    steps.Add(new(What.GiveUp, i));
                    break;
                case Phase.Asked:
                    steps.Add(new(What.Answer, i));
                    break;
                case Phase.Valid or Phase.Invalid:
                    steps.Add(new(What.Hear, i));
                    break;
                case Phase.Authorised:
                    steps.Add(new(What.Deliver, i));
                    break;
                default:
                    break;
            }

            if (state.CanCut && phase is > Phase.Idle and < Phase.Delivered)
            {
                steps.Add(new(What.Cut, i));
            }
        }

        CollectLink(link, waits, state.CanCut, steps);
    }

    public State Next(State state, Step step, ref Verdicts verdicts)
    {
        var (what, session) = step;
        switch (what)
        {
            case What.Open:
                return state.With(session, Phase.Open);
            case What.SendKey:
                return state.With(session, Phase.KeySent, Key.Genuine);
            case What.Forge:
                return state.With(session, Phase.KeySent, Key.Forged);
            case What.Replay:
                return state.With(session, Phase.KeySent, Key.Replayed);
            case What.Receive when asksNobody:
                return Authorise(state, session, ref verdicts);
            case What.Receive:
                return state.With(session, Phase.Waiting).With(state.Link == Link.Down ? Link.Dialling : state.Link);
            case What.Ask:
                return state.With(session, Phase.Asked);
            case What.GiveUp:
                return state.With(session, Phase.Refused);
            case What.Answer:
                return state.With(session, state.KeyOf(session) == Key.Genuine ? Phase.Valid : Phase.Invalid);
            case What.Hear when state.PhaseOf(session) == Phase.Valid:
                return Authorise(state, session, ref verdicts);
            case What.Hear:
                if (state.KeyOf(session) == Key.Replayed)
                {
                    verdicts.Witness((int)Property.Refused);
                }

                return state.With(session, Phase.Refused);
            case What.Deliver:
                return state.With(session, Phase.Delivered);
            case What.Cut:
                return state.With(session, Phase.Lost).WithoutCut();
            case What.Dial:
                return state.With(Link.Dialling);
            case What.Connect:
                return state.With(Link.Up);
            case What.RefuseConnection:
                return state.With(Link.Refused);
            default:
                return CutLink(state);
        }
    }

    public State Canonical(State state)
    {
        Span<ulong> each = stackalloc ulong[_sessions];
        for (var i = 0; i < _sessions; i++)
        {
            each[i] = state.Of(i);
        }

        each[..honest].Sort();
        each[honest..].Sort();
        return state.With(each);
    }

    public int Pack(State state, Span<byte> packed)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(packed, state.Bits);
        return 8;
    }

    public State Unpack(ReadOnlySpan<byte> packed) => new(BinaryPrimitives.ReadUInt64LittleEndian(packed));

    public string Describe(State before, Step step) =>
        step.What >= What.Dial ? $"{step.What}" : $"{step.What} {(step.Session < honest ? "honest" : "hostile")} {step.Session}";

    public int ActorOf(Step step) => step.What is What.Cut or >= What.Dial ? -1 : step.Session;

    // What only the session itself can end, and what leaves the connection to the authority alone. Whoever overhears a
    // key gives the attacker one more step, so that it must have been overheard before.
    public bool IsPersistent(State state, int actor) => state.PhaseOf(actor) switch
    {
        Phase.Idle => true,
        Phase.Open => !state.CanCut && (actor < honest || state.AnyKeySent(honest)),
        Phase.Valid or Phase.Invalid or Phase.Authorised => !state.CanCut,
        _ => false,
    };

    private static void CollectLink(Link link, bool waits, bool canCut, List<Step> steps)
    {
        switch (link)
        {
            case Link.Down when waits:
                steps.Add(new(What.Dial, 0));
                break;
            case Link.Dialling:
                steps.Add(new(What.Connect, 0));
                steps.Add(new(What.RefuseConnection, 0));
                break;
            case Link.Up when canCut:
                steps.Add(new(What.CutLink, 0));
                break;
            default:
                break;
        }
    }

    private static State Authorise(State state, int session, ref Verdicts verdicts)
    {
        verdicts.Witness((int)Property.Authentic);
        if (state.KeyOf(session) != Key.Genuine)
        {
            verdicts.Violate((int)Property.Authentic);
        }

        return state.With(session, Phase.Authorised);
    }

    // What was asked, and what was answered, is lost with the connection.
    private State CutLink(State state)
    {
        for (var i = 0; i < _sessions; i++)
        {
            if (state.PhaseOf(i) is Phase.Asked or Phase.Valid or Phase.Invalid)
            {
                state = state.With(i, Phase.Refused);
            }
        }

        return state.With(Link.Down).WithoutCut();
    }

    internal enum What
    {
        Open,
        SendKey,
        Forge,
        Replay,
        Receive,
        Ask,
        GiveUp,
        Answer,
        Hear,
        Deliver,
        Cut,
        Dial,
        Connect,
        RefuseConnection,
        CutLink,
    }

    internal enum Phase
    {
        Idle,
        Open,
        KeySent,
        Waiting,
        Asked,
        Valid,
        Invalid,
        Authorised,
        Delivered,
        Refused,
        Lost,
    }

    internal enum Key
    {
        None,
        Genuine,
        Forged,
        Replayed,
    }

    internal enum Link
    {
        Down,
        Dialling,
        Up,
        Refused,
    }

    internal readonly record struct Step(What What, int Session);

    /// <summary>Six bits of each session: 0-3 its phase, 4-5 its key; 58-59 the connection to the authority; 60 a cut is left.</summary>
    internal readonly record struct State(ulong Bits)
    {
        private const int SessionBits = 6;
        private const int LinkShift = 58;
        private const ulong Cut = 1UL << 60;

        public static State First => new(Cut);

        public Link Link => (Link)(Bits >> LinkShift & 3);

        public bool CanCut => (Bits & Cut) != 0;

        public ulong Of(int session) => Bits >> (SessionBits * session) & 63;

        public Phase PhaseOf(int session) => (Phase)(Of(session) & 15);

        public Key KeyOf(int session) => (Key)(Of(session) >> 4);

        public State With(int session, Phase phase) => With(session, phase, KeyOf(session));

        // The key is forgotten once it does not matter any more.
        public State With(int session, Phase phase, Key key) => new((Bits & ~(63UL << (SessionBits * session)))
            | (((ulong)phase | (phase >= Phase.Authorised ? 0 : (ulong)key << 4)) << (SessionBits * session)));

        public State With(Link link) => new((Bits & ~(3UL << LinkShift)) | ((ulong)link << LinkShift));

        public State With(ReadOnlySpan<ulong> sessions)
        {
            var bits = Bits >> LinkShift << LinkShift;
            for (var i = 0; i < sessions.Length; i++)
            {
                bits |= sessions[i] << (SessionBits * i);
            }

            return new(bits);
        }

        public State WithoutCut() => new(Bits & ~Cut);

        public bool AnyKeySent(int honest) => Any(honest, p => p is >= Phase.KeySent and < Phase.Lost);

        public bool AllSettled(int sessions) => !Any(sessions, p => p < Phase.Delivered);

        public bool AllDelivered(int honest) => !Any(honest, p => p != Phase.Delivered);

        private bool Any(int sessions, Func<Phase, bool> suits)
        {
            for (var i = 0; i < sessions; i++)
            {
                if (suits(PhaseOf(i)))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

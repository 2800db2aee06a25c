namespace Xmpp.Federation.Model.Checking;

/// <summary>One thread of an exploration: expands states and adds what follows.</summary>
internal sealed class Worker<TState, TStep>
{
    // How many states are expanded between two looks at the clock.
    private const int TicksMask = 255;

    // How many successors are added at one time: the store is asked for all of them before it is asked for the first.
    private const int BatchMax = 32;

    private readonly Exploration<TState, TStep> _run;
    private readonly int _number;
    private readonly ITransitionSystem<TState, TStep> _system;
    private readonly Watch<TState> _watch;
    private readonly Packer<TState, TStep> _packer;
    private readonly Reduction<TState, TStep>? _reduction;
    private readonly StateStore _store;
    private readonly StateStore.Hand _hand;
    private readonly ArenaWriter[] _levelWriters;
    private readonly List<TStep> _steps = [];
    private readonly TState[] _batch = new TState[BatchMax];
    private readonly ulong[] _claims = new ulong[BatchMax];
    private int _batched;
    private bool _advances;
    private bool _breaks;
    private int _ticks;

    public Worker(Exploration<TState, TStep> run, int number, Arena[] levelArenas)
    {
        _run = run;
        _number = number;
        _system = run.System;
        _watch = run.Watch;
        _packer = run.NewPacker(BatchMax);
        _reduction = run.Reduces is { } reducible ? new(reducible) : null;
        _store = run.Store;
        _hand = run.Store.Open(BatchMax);
        _levelWriters = [.. levelArenas.Select(a => new ArenaWriter(a))];
        Observations = new(_watch.Properties.Count);
    }

    /// <summary>The claims made on this level, in the order of the search within each chunk.</summary>
    public Sequence<Claim> Claims { get; } = new();

    /// <summary>What it has seen.</summary>
    public Observations Observations { get; }

    /// <summary>Adds the states in which the system begins.</summary>
    public void Begin()
    {
        var rank = 0;
        foreach (var state in _system.Initial)
        {
            Add(_packer.Pack(state), 0, RecordHead.ClaimOf(rank++, 0), judges: false);
        }
    }

    /// <summary>Expands what it gets of the level.</summary>
    public void Expand(Frontier level)
    {
        while (!_run.Stopping && level.TryTake(out var chunk, out var ranks))
        {
            var from = Claims.Count;
            for (var rank = ranks.Start.Value; rank < ranks.End.Value && Expand(level, rank); rank++)
            {
            }

            Flush(judges: false);
            level.Return(chunk, new(_number, from, Claims.Count));
        }
    }

    /// <summary>The next level begins.</summary>
    public void OpenLevel(int level)
    {
        Claims.Clear();
        Observations.OpenLevel();
        if (_levelWriters.Length > 0)
        {
            _levelWriters[level % _levelWriters.Length].Restart();
        }
    }

    // Returns whether to go on.
    private bool Expand(Frontier level, int rank)
    {
        if (_number == 0 && (++_ticks & TicksMask) == 0)
        {
            _run.Tick();
        }

        var state = _packer.Unpack(level[rank].Head, level.Packed);
        _steps.Clear();
        _system.CollectSteps(state, _steps);
        if (_steps.Count == 0)
        {
            End(state, rank);
            return true;
        }

        var persistent = _reduction?.Arrange(state, _steps) ?? _steps.Count;
        return persistent == _steps.Count ? Take(state, rank, 0, persistent) : Reduce(state, rank, persistent);
    }

    // Takes the steps of a persistent set, and the others as well if these do not do.
    private bool Reduce(TState state, int rank, int persistent)
    {
        if (!Flush(judges: false))
        {
            return false;
        }

        _advances = _breaks = false;
        return Take(state, rank, 0, persistent, judges: true) && Flush(judges: true)
            && ((_advances && !_breaks) || Take(state, rank, persistent, _steps.Count));
    }

    private bool Take(TState state, int rank, int from, int to, bool judges = false)
    {
        for (var i = from; i < to; i++)
        {
            var verdicts = default(Verdicts);
            var next = _system.Next(state, _steps[i], ref verdicts);
            var claim = RecordHead.ClaimOf(rank, i);
            Observations.Transitions++;
            if ((verdicts.Witnessed | verdicts.Violated) != 0)
            {
                Judge(verdicts, claim);
            }

            if (verdicts.Violated != 0)
            {
                _breaks = true;
                continue;
            }

            _claims[_batched] = claim;
            _batch[_batched] = _packer.Pack(next, _batched);
            if (++_batched == BatchMax && !Flush(judges))
            {
                return false;
            }
        }

        return true;
    }

    // Adds the successors that wait for it. Returns whether to go on.
    private bool Flush(bool judges)
    {
        var count = _batched;
        _batched = 0;
        _hand.Expect(_packer.Fingerprints(count));
        for (var i = 0; i < count; i++)
        {
            if (_run.MustPause && !_run.Pause())
            {
                return false;
            }

            Add(_batch[i], i, _claims[i], judges);
        }

        return true;
    }

    private void Judge(Verdicts verdicts, ulong claim)
    {
        Observations.Witness(verdicts.Witnessed);
        Observations.Step((verdicts.Violated | (verdicts.Witnessed & _watch.Wanted)) & _run.Open, claim);
    }

    private void Add(TState state, int place, ulong claim, bool judges)
    {
        var sighting = _hand.Add(_packer.Stored(place), claim, out var record);
        var isNew = sighting == Sighting.New;
        var breaks = isNew || judges ? _watch.BrokenBy(state) : 0;
        _breaks |= breaks != 0;
        _advances |= sighting != Sighting.Old;
        if (isNew || sighting == Sighting.Earlier)
        {
            Claims.Add(new(claim, record, HeadOf(record, place)));
        }

        if (isNew)
        {
            Look(state, breaks, record);
        }
    }

    private void Look(TState state, ulong breaks, uint record)
    {
        if (breaks != 0)
        {
            RecordHead.MarkBarren(ref _store.Arena[record]);
        }

        Observations.State((breaks | _watch.FulfilledBy(state, _run.Open)) & _run.Open, record);
    }

    // Where the state lies packed: in its record, or, if that holds only a fingerprint, among those of the next level.
    private uint HeadOf(uint record, int place)
    {
        if (_levelWriters.Length == 0)
        {
            return record;
        }

        var next = _run.NextDepth % _levelWriters.Length;
        var packed = _packer.Packed(place);
        var head = _levelWriters[next].Allocate(packed.Words.Length + 1);
        var room = _run.LevelArenas[next].Words(head, packed.Words.Length + 1);
        room[0] = RecordHead.Claimed(packed.Bytes, 0).Bits;
        packed.Words.CopyTo(room[1..]);
        return head;
    }

    private void End(TState state, int rank)
    {
        Observations.Terminal(rank, _run.TerminalsWanted);
        foreach (var (property, rests) in _watch.Ends)
        {
            Observations.Witness(1UL << property);
            if ((_run.Open & (1UL << property)) != 0 && !rests(state))
            {
                Observations.End(property, rank);
            }
        }
    }
}

/// <summary>That a state of the next level was found.</summary>
/// <param name="From">From where, see <see cref="RecordHead"/>.</param>
/// <param name="Record">Its record.</param>
/// <param name="Head">Where it lies packed.</param>
internal readonly record struct Claim(ulong From, uint Record, uint Head);

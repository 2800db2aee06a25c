using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// A search in breadth, level by level. Its threads share the states of a level by chunks and meet at a barrier when there
/// are none left, or when the store must grow. Of all the ways in which a state was found on a level the one counts that
/// a search with one thread finds first, so that numbers, paths and counts depend neither on threads nor on timing.
/// </summary>
internal sealed class Exploration<TState, TStep>
{
    private const long ProgressMilliseconds = 300;

    private readonly CheckOptions _options;
    private readonly Worker<TState, TStep>[] _workers;
    private readonly Packer<TState, TStep> _packer;
    private readonly Spot?[] _spots;
    private readonly List<TState> _terminals = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private Frontier _level;
    private Frontier _next;
    private long _told;
    private int _idle;
    private bool _done;
    private volatile bool _stopping;
    private Barrier? _barrier;
    private ExceptionDispatchInfo? _failure;

    public Exploration(ITransitionSystem<TState, TStep> system, CheckOptions options)
    {
        if (system.PackedBytesMax > RecordHead.BytesMax)
        {
            throw new ArgumentException($"A packed state has at most {RecordHead.BytesMax} bytes.", nameof(system));
        }

        _options = options;
        System = system;
        Watch = new(system.Properties);
        Symmetric = options.Symmetry && Symmetry.IsOf(system);
        Reduces = options.Reduce ? system as IReducible<TState, TStep> : null;
        Lineage = new(keepRecords: Watch.Promises.Count > 0 && !options.HashCompact);
        LevelArenas = options.HashCompact ? [new(), new()] : [];
        _level = new(options.HashCompact ? LevelArenas[1] : Store.Arena);
        _next = new(options.HashCompact ? LevelArenas[0] : Store.Arena);
        _spots = new Spot?[Watch.Properties.Count];
        Open = ulong.MaxValue;
        _packer = NewPacker();
        _workers = [.. Enumerable.Range(0, Math.Max(1, options.Workers)).Select(i => new Worker<TState, TStep>(this, i, LevelArenas))];
    }

    public ITransitionSystem<TState, TStep> System { get; }

    public Watch<TState> Watch { get; }

    public bool Symmetric { get; }

    public IReducible<TState, TStep>? Reduces { get; }

    public StateStore Store { get; } = new();

    public Lineage Lineage { get; }

    /// <summary>Where packed states lie that are not stored whole, by turns; none where they are.</summary>
    public Arena[] LevelArenas { get; }

    /// <summary>The properties of which nothing was found yet.</summary>
    public ulong Open { get; private set; }

    /// <summary>How far the states are from the beginning that are being found.</summary>
    public int NextDepth => Lineage.Levels;

    /// <summary>How far the states are from the beginning that were found last.</summary>
    public int Depth => Lineage.Levels - (Lineage.Level(Lineage.Levels - 1) is var last && last.Start.Equals(last.End) ? 2 : 1);

    /// <summary>How many more of the last states are kept.</summary>
    public int TerminalsWanted => _options.TerminalsMax - _terminals.Count;

    /// <summary>Whether a thread must <see cref="Pause"/> before it adds anything.</summary>
    public bool MustPause => _stopping || Store.MustGrow;

    public bool Stopping => _stopping;

    /// <summary>The bound that ended it.</summary>
    public string? WhyIncomplete { get; private set; }

    /// <summary>The most bytes that it took.</summary>
    public long BytesPeak { get; private set; }

    public IReadOnlyList<TState> Terminals => _terminals;

    public long Transitions => _workers.Sum(w => w.Observations.Transitions);

    public long TerminalStates => _workers.Sum(w => w.Observations.TerminalStates);

    public ulong Witnessed => _workers.Aggregate(0UL, (all, w) => all | w.Observations.Witnessed);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    private long Bytes => Store.Bytes + Lineage.Bytes + _level.Bytes + _next.Bytes + LevelArenas.Sum(a => a.Bytes)
        + _workers.Sum(w => w.Claims.Pieces * Sequence<Claim>.PieceBytes);

    public Packer<TState, TStep> NewPacker(int places = 1) => new(System, !_options.HashCompact, Symmetric, places);

    /// <summary>Where a property was broken or fulfilled first.</summary>
    public Spot? SpotOf(int property) => _spots[property];

    public void Run()
    {
        _workers[0].Begin();
        Span<Frontier.Part> whole = [new(0, 0, _workers[0].Claims.Count)];
        EndLevel(whole);
        using var barrier = _barrier = new Barrier(_workers.Length, _ => Meet());
        var others = _workers.Skip(1).Select(w => new Thread(() => Work(w)) { IsBackground = true, Name = "checker" }).ToList();
        others.ForEach(t => t.Start());
        Work(_workers[0]);
        others.ForEach(t => t.Join());
        _failure?.Throw();
    }

    /// <summary>Waits until all do, and there is room again.</summary>
    /// <returns>Whether to go on.</returns>
    public bool Pause()
    {
        _barrier!.SignalAndWait();
        return !_stopping;
    }

    /// <summary>Looks at the clock.</summary>
    public void Tick()
    {
        var elapsed = Elapsed;
        if (elapsed > _options.TimeMax)
        {
            Stop($"the time that it may take, {_options.TimeMax}");
        }

        if (_options.Progress is { } progress && elapsed.TotalMilliseconds - _told >= ProgressMilliseconds)
        {
            _told = (long)elapsed.TotalMilliseconds;
            progress(new(Lineage.Count, _level.Count, Lineage.Levels - 1));
        }
    }

    private void Work(Worker<TState, TStep> worker)
    {
        while (!_done)
        {
            try
            {
                worker.Expand(_level);
            }
            catch (Exception failure)
            {
                Fail(failure);
            }

            Interlocked.Increment(ref _idle);
            _barrier!.SignalAndWait();
        }
    }

    // All threads wait: some for room, or all for the next level.
    private void Meet()
    {
        try
        {
            if (_idle < _workers.Length)
            {
                MakeRoom();
            }
            else if (_stopping)
            {
                EndLevel(_level.Parts);
                _done = true;
            }
            else
            {
                EndLevel(_level.Parts);
                _done = _level.Count == 0 || _stopping;
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
            _done = true;
        }

        _idle = 0;
    }

    private void MakeRoom()
    {
        if (!Store.MustGrow || _stopping)
        {
            return;
        }

        if (!Store.CanGrow || Bytes - Store.Bytes + Store.BytesGrown > _options.BytesMax)
        {
            Stop($"the memory that it may take, {_options.BytesMax} bytes");
            return;
        }

        Store.Grow();
        BytesPeak = Math.Max(BytesPeak, Bytes);
    }

    private void EndLevel(ReadOnlySpan<Frontier.Part> parts)
    {
        BytesPeak = Math.Max(BytesPeak, Bytes);
        var found = Discoveries.Of(_workers, Store.Arena, Watch.Properties.Count, Open);
        KeepTerminals();
        Lineage.OpenLevel();
        foreach (var part in parts)
        {
            for (var i = part.From; i < part.To; i++)
            {
                Settle(_workers[part.Worker].Claims[i]);
            }
        }

        foreach (var (property, discovery) in found)
        {
            _spots[property] = discovery.In(_level, Store.Arena);
            Open &= ~(1UL << property);
        }

        (_level, _next) = (_next, _level);
        _next.Clear();
        _level.Open(_workers.Length);
        if (LevelArenas.Length > 0)
        {
            LevelArenas[NextDepth % 2].Clear();
        }

        foreach (var worker in _workers)
        {
            worker.OpenLevel(NextDepth);
        }

        LookAtBounds();
    }

    private void Settle(Claim claim)
    {
        ref var word = ref Store.Arena[claim.Record];
        var head = new RecordHead(word);
        if (head.IsSettled || head.Least != claim.From)
        {
            return;
        }

        var parent = Lineage.Levels == 1 ? Lineage.None : _level[RecordHead.RankOf(claim.From)].Number;
        var number = Lineage.Add(parent, claim.Record);
        RecordHead.Settle(ref word, number);
        if (!head.IsBarren)
        {
            _next.Add(new(number, claim.Head));
        }
    }

    private void LookAtBounds()
    {
        if (_level.Count == 0)
        {
            return;
        }

        if (_options.StopAtFirst && _spots.Index().Any(s => s.Item is not null && (Watch.Wanted & (1UL << s.Index)) == 0))
        {
            Stop("the first violation");
        }
        else if (Lineage.Count >= _options.StatesMax)
        {
            Stop($"the states that it may find, {_options.StatesMax}");
        }
        else if (Lineage.Levels > _options.DepthMax)
        {
            Stop($"the steps that it may take, {_options.DepthMax}");
        }
        else if (Bytes > _options.BytesMax)
        {
            Stop($"the memory that it may take, {_options.BytesMax} bytes");
        }

        MakeRoom();
    }

    private void KeepTerminals()
    {
        foreach (var rank in _workers.SelectMany(w => w.Observations.Terminals).Order().Take(TerminalsWanted))
        {
            _terminals.Add(_packer.Unpack(_level[rank].Head, _level.Packed));
        }
    }

    private void Stop(string why)
    {
        WhyIncomplete ??= why;
        _stopping = true;
    }

    private void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        _stopping = true;
    }
}

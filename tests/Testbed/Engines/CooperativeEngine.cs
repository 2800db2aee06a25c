using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Runs a world on one thread. The negotiators' continuations are posted to actors, each a synchronisation
/// context with a queue; what the environment does next waits in a list; a strategy picks one at a time. The
/// environment completes its tasks without a context, so that only the negotiators' own continuations queue up.
/// </summary>
internal sealed class CooperativeEngine(IStrategy strategy, EventLog? log = null) : IEngine
{
    private readonly List<Actor> _actors = [];
    private readonly Dictionary<string, Actor> _byName = new(StringComparer.Ordinal);
    private readonly List<WorldEvent> _pending = [];
    private readonly List<Option> _options = [];
    private readonly List<Action> _actions = [];
    private readonly List<WorldEvent> _faults = [];
    private readonly StartedTasks _started = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Whether links may overtake each other; otherwise the environment's events happen in their order.</summary>
    public bool Delay { get; init; }

    public IEnumerable<Exception> Faults => _started.Faults;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public int Choose(int count, Func<int, string> label) => strategy.Choose(count, label);

    public void Offer(WorldEvent happening)
    {
        RequireOwnThread();
        _pending.Add(happening);
    }

    public void OfferFirst(WorldEvent happening)
    {
        RequireOwnThread();
        _pending.Insert(0, happening);
    }

    public ITaskStarter StarterFor(string server) => new Starter(this, server);

    public void Log(Func<string> line) => log?.Add(line());

    /// <summary>Runs until nothing can happen any more, a property is violated, or the steps are used up.</summary>
    /// <returns>Whether the execution came to an end of its own.</returns>
    public bool Run(IWorld world, int stepsMax)
    {
        var outer = SynchronizationContext.Current;
        try
        {
            while (Steps < stepsMax && !world.IsViolated)
            {
                Collect(world);
                if (_options.Count == 0)
                {
                    return true;
                }

                var pick = strategy.Pick(_options);
                Steps++;
                var (kind, label, action) = (_options[pick].Kind, _options[pick].Label, _actions[pick]);
                log?.Add($"{(kind == StepKind.Env ? "env" : "sched")} {label()}");
                action();
            }

            return world.IsViolated;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    // Who comes from another thread has left the scheduler, and is no longer repeatable.
    private void RequireOwnThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new NondeterminismException("something ran outside the scheduler, on another thread");
        }
    }

    private void Collect(IWorld world)
    {
        _options.Clear();
        _actions.Clear();
        foreach (var actor in _actors)
        {
            if (actor.IsRunnable)
            {
                Add(StepKind.Sched, isFault: false, actor.Label, actor, actor.RunOne);
            }
        }

        CollectEvents();
        if (_options.Count == 0 && world.NextTimer() is { } timer)
        {
            Add(StepKind.Env, isFault: false, timer.Label, timer, timer.Happen);
        }

        _faults.Clear();
        world.CollectActs(_faults);
        foreach (var act in _faults)
        {
            Add(StepKind.Env, isFault: false, act.Label, act, act.Happen);
        }

        _faults.Clear();
        world.CollectFaults(_faults);
        foreach (var fault in _options.Count == 0 ? [] : _faults)
        {
            Add(StepKind.Env, isFault: true, fault.Label, fault, fault.Happen);
        }
    }

    // The first event of every link; without delay, only the one that was offered first.
    private void CollectEvents()
    {
        for (var i = 0; i < _pending.Count && (Delay || i == 0); i++)
        {
            var happening = _pending[i];
            if (IsFirstOfItsLink(i))
            {
                Add(StepKind.Env, isFault: false, happening.Label, happening.Link ?? happening, () =>
                {
                    _pending.Remove(happening);
                    happening.Happen();
                });
            }
        }
    }

    private bool IsFirstOfItsLink(int index)
    {
        var link = _pending[index].Link;
        for (var i = 0; i < index && link is not null; i++)
        {
            if (ReferenceEquals(_pending[i].Link, link))
            {
                return false;
            }
        }

        return true;
    }

    private void Add(StepKind kind, bool isFault, Func<string> label, object source, Action action)
    {
        _options.Add(new Option(kind, isFault, label, source));
        _actions.Add(action);
    }

    private Actor ActorNamed(string name)
    {
        if (!_byName.TryGetValue(name, out var actor))
        {
            actor = new Actor(name);
            _byName.Add(name, actor);
            _actors.Add(actor);
        }

        return actor;
    }

    private sealed class Starter(CooperativeEngine engine, string server) : ITaskStarter
    {
        public void Start(string name, Func<Task> body) =>
            engine.ActorNamed($"{server}/{name}").Post(_ => engine._started.Start(body), null);
    }
}

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

    /// <summary>Told of every step and what it touches, or null.</summary>
    public HappensBefore? Order { get; init; }

    public IEnumerable<Exception> Faults => _started.Faults;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public int Choose(int count, Func<int, string> label)
    {
        var choice = strategy.Choose(count, label);
        Order?.Choose(choice);
        return choice;
    }

    public void Offer(WorldEvent happening)
    {
        RequireOwnThread();
        _pending.Add(happening);
        Order?.Offer(happening, first: false);
    }

    public void OfferFirst(WorldEvent happening)
    {
        RequireOwnThread();
        _pending.Insert(0, happening);
        Order?.Offer(happening, first: true);
    }

    public void Touch(string what) => Order?.Touch(what);

    public void Read(string what) => Order?.Read(what);

    public ITaskStarter StarterFor(string server, string life) => new Starter(this, server, life);

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
                Begin(_options[pick], label);
                action();
                Order?.End(_options[pick].IsFault);
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

    private void Begin(Option option, Func<string> label)
    {
        if (Order is null)
        {
            return;
        }

        if (option.Source is Actor actor)
        {
            Order.Begin(label(), actor.Server, actor.Origin);
        }
        else
        {
            Order.Begin(label(), option.Happening!);
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
                Add(new Option(StepKind.Sched, IsFault: false, actor.Label, actor) { Touches = actor.Touches }, actor.RunOne);
            }
        }

        CollectEvents();
        if (_options.Count == 0 && world.NextTimer() is { } timer)
        {
            Add(OptionOf(timer, isFault: false), timer.Happen);
        }

        _faults.Clear();
        world.CollectActs(_faults);
        foreach (var act in _faults)
        {
            Add(OptionOf(act, isFault: false), act.Happen);
        }

        _faults.Clear();
        world.CollectFaults(_faults);
        foreach (var fault in _options.Count == 0 ? [] : _faults)
        {
            Add(OptionOf(fault, isFault: true), fault.Happen);
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
                Add(OptionOf(happening, isFault: false), () =>
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

    private static Option OptionOf(WorldEvent happening, bool isFault) =>
        new(StepKind.Env, isFault, happening.Label, happening.Link ?? happening)
        {
            Happening = happening,
            Touches = happening.Touches,
        };

    private void Add(Option option, Action action)
    {
        _options.Add(option);
        _actions.Add(action);
    }

    private Actor ActorOf(string server, string life, string loop)
    {
        var name = $"{life}/{loop}";
        if (!_byName.TryGetValue(name, out var actor))
        {
            actor = new Actor(server, name, Order);
            _byName.Add(name, actor);
            _actors.Add(actor);
        }

        return actor;
    }

    private sealed class Starter(CooperativeEngine engine, string server, string life) : ITaskStarter
    {
        public void Start(string name, Func<Task> body) =>
            engine.ActorOf(server, life, name).Post(_ => engine._started.Start(body), null);
    }
}

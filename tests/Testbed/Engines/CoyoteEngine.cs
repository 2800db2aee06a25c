using Microsoft.Coyote.Random;
using Microsoft.Coyote.Runtime;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Runs a world under Microsoft Coyote, in the rewritten copy only. Tasks are Coyote's to schedule; the
/// environment acts at once, in the task that offers it the occasion, and its choices are Coyote's data choices.
/// </summary>
internal sealed class CoyoteEngine : IEngine
{
    private const int MischiefsMax = 200;

    // As in the random strategy: some executions get far before the first fault, others hardly begin.
    private static readonly int[] FaultsOneIn = [8, 32, 128];

    private readonly Generator _generator = Generator.Create();
    private readonly List<string> _steps = [];
    private readonly List<WorldEvent> _faults = [];
    private readonly StartedTasks _started = new();
    private IWorld? _world;
    private int _faultOneIn;
    private volatile bool _striking;
    private bool _over;

    /// <summary>What the environment chose, by name.</summary>
    public Seq<TraceStep> Steps => _steps.Select((label, i) => new TraceStep(i + 1, StepKind.Env, label)).ToSeq();

    public IEnumerable<Exception> Faults => _started.Faults;

    public int Choose(int count, Func<int, string> label)
    {
        var choice = _generator.NextInteger(count);
        _steps.Add(label(choice));
        return choice;
    }

    public void Offer(WorldEvent happening)
    {
        Strike();
        _steps.Add(happening.Label());
        happening.Happen();
    }

    public void OfferFirst(WorldEvent happening) => Offer(happening);

    public ITaskStarter StarterFor(string server, string life) => new Starter(_started);

    public void Log(Func<string> line)
    {
    }

    /// <summary>Fires timers whenever nothing else can happen, until none is left.</summary>
    public void Run(IWorld world)
    {
        _world = world;
        _faultOneIn = CouldStrike() ? FaultsOneIn[_generator.NextInteger(FaultsOneIn.Length)] : 1;
        _started.Start(MakeMischiefAsync);
        while (true)
        {
            // A fault that has begun to strike has not yet woken whom it concerns.
            Operation.PauseUntil(() => !_striking && (world.IsParked || world.IsViolated || _started.HasFault));
            if (world.IsViolated || _started.HasFault || world.NextTimer() is not { } timer)
            {
                break;
            }

            _steps.Add(timer.Label());
            timer.Happen();
        }

        _over = true;
    }

    // Faults that no event of the network occasions: they strike between any two steps of the negotiators.
    private async Task MakeMischiefAsync()
    {
        for (var i = 0; i < MischiefsMax && !_over && CouldStrike(); i++)
        {
            await Task.Yield();
            Strike();
        }
    }

    private bool CouldStrike()
    {
        _faults.Clear();
        _world!.CollectFaults(_faults);
        return _faults.Count > 0;
    }

    // Faults strike where the environment gets a word in.
    private void Strike()
    {
        if (_striking || _over || _world is null || !CouldStrike() || _generator.NextInteger(_faultOneIn) != 0)
        {
            return;
        }

        _striking = true;
        var fault = _faults[_generator.NextInteger(_faults.Count)];
        _steps.Add(fault.Label());
        try
        {
            fault.Happen();
        }
        finally
        {
            _striking = false;
        }
    }

    private sealed class Starter(StartedTasks started) : ITaskStarter
    {
        public void Start(string name, Func<Task> body) => started.Start(body);
    }
}

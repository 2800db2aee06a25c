using Xmpp.Federation.Core;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What <c>tests/README.md</c> shows, so that it compiles and does what is said of it there: a convention test compares the two.
/// </summary>
public sealed class WorkedExampleTests
{
    // example: scenario
    private static readonly Scenario _keyUnanswered = new(
        "key-unanswered", "a peer takes the key and says nothing, while two stanzas wait", Scenario.Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"peer":{"flavours":["D4"]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}],
             "faults":{"delay":true}}
            """));

    // example: flavour
    private static readonly Model.Peers.Flavour _keyTakenAndGone = new(
        "D9", "takes the key, and ends the stream without a word",
        (profile, _) => profile.On(Occasion.ResultRequest, Says.CloseTag, Says.End));

    [Fact]
    public void A_scenario_is_explored_by_every_strategy()
    {
        var explored = CooperativeExplorer.Explore(
            _keyUnanswered, bug: null, "portfolio", Stride.All, schedules: 200, Explored.Effort);

        Assert.Null(explored.Failure);
        Assert.Equal(200, explored.Schedules);
    }

    [Fact]
    public void A_flavour_is_a_row_of_what_a_peer_says_on_an_occasion()
    {
        var peer = _keyTakenAndGone.Twist(Conforming.Profile, _ => 0);

        Assert.Equal([Says.CloseTag, Says.End], peer.Says(Occasion.ResultRequest));
        Assert.NotEqual(Conforming.Profile.Says(Occasion.ResultRequest), peer.Says(Occasion.ResultRequest));
    }

    [Fact]
    public void A_strategy_answers_the_questions_of_an_execution()
    {
        var (execution, steps) = CooperativeRun.Execute(_keyUnanswered.World, new LastFirst(), bug: null);

        Assert.Null(execution.Breach);
        Assert.InRange(steps, 1, CooperativeRun.StepsMax);
    }

    [Fact]
    public void An_invariant_is_told_of_every_step_and_says_what_broke_it()
    {
        var breaches = new List<Breach>();
        var monitor = new DialsOnce { Report = breaches.Add };

        CooperativeRun.Execute(Scenario.Named("dialback-over-tls").World, new RandomStrategy(1), bug: null, watch: monitor.OnStep);

        Assert.True(monitor.Exercised > 0);
        Assert.Equal("DIALS-ONCE", breaches[0].Property.Id);
    }

    [Fact]
    public void A_fault_is_something_that_could_happen_next()
    {
        var hasty = 0;
        for (ulong seed = 0; seed < 50; seed++)
        {
            var engine = new CooperativeEngine(new RandomStrategy(seed)) { Delay = true };
            var execution = new Execution(_keyUnanswered.World, engine, bug: null);
            var world = new HastyWorld(execution);
            execution.Start();
            Assert.True(engine.Run(world, CooperativeRun.StepsMax));
            hasty += world.Hurried;
        }

        Assert.True(hasty > 0);
    }

    // example: strategy
    private sealed class LastFirst : IStrategy
    {
        public int Pick(IReadOnlyList<Option> options)
        {
            var last = options.Count - 1;
            while (last > 0 && options[last].IsFault)
            {
                last--;
            }

            return last;
        }

        public int Choose(int count, Func<int, string> label) => 0;
    }

    // example: invariant
    private sealed class DialsOnce() : PropertyMonitor(
        new Property("DIALS-ONCE", "a server opens one connection to another, whatever it is for", "an example; it does not hold"))
    {
        private readonly HashSet<(string Server, Domain Remote)> _dialled = [];

        public override void OnStep(Stepped stepped)
        {
            foreach (var output in stepped.After.Outputs)
            {
                if (output is Output.Dial(_, _, var remote))
                {
                    Require(
                        _dialled.Add((stepped.Server.Name, remote)),
                        () => $"{stepped.Server.Name} dials {remote} again");
                }
            }
        }
    }

    // example: fault
    private sealed class HastyWorld(Execution execution) : IWorld
    {
        private int _left = 1;

        public int Hurried { get; private set; }

        public bool IsParked => execution.IsParked;

        public bool IsViolated => execution.IsViolated;

        public WorldEvent? NextTimer() => execution.NextTimer();

        public void CollectFaults(List<WorldEvent> faults)
        {
            execution.CollectFaults(faults);
            if (_left > 0 && execution.NextTimer() is { } timer)
            {
                faults.Add(timer with
                {
                    Label = () => $"hurry {timer.Label()}",
                    Happen = () =>
                    {
                        (_left, Hurried) = (_left - 1, Hurried + 1);
                        execution.Ledger.TimersFiredEarly = true;
                        timer.Happen();
                    },
                });
            }
        }
    }

    // example: end
}

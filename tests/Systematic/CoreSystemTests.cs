using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The production core as a transition system: what it consists of, and what is the same whatever it is called.</summary>
public sealed class CoreSystemTests
{
    private const string OneWay = """
        {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
         "send":[{"from":"a.example","to":"b.example"}],"faults":{FAULTS}}
        """;

    // Whoever changes the core, the world or the properties sees here what it comes to.
    [Theory]
    [InlineData("", 55, 68, 43, 1)]
    [InlineData("\"cuts\":1", 424, 635, 45, 4)]
    [InlineData("\"resets\":1", 903, 2138, 44, 6)]
    [InlineData("\"earlyTimers\":1", 1181, 2599, 44, 3)]
    [InlineData("\"tlsFailures\":1", 108, 178, 43, 2)]
    [InlineData("\"shutdowns\":1", 917, 2124, 43, 5)]
    [InlineData("\"restarts\":1", 627, 1220, 44, 7)]
    [InlineData("\"dnsFailures\":1,\"refusedConnects\":1", 69, 86, 43, 3)]
    public void One_stanza_by_dialback_has_so_many_states(string faults, int states, long transitions, int depth, int ends)
    {
        var search = new NaiveSearch(With(faults)).Run();

        Assert.Null(search.Found);
        Assert.Equal((states, transitions, depth, ends), (search.States, search.Transitions, search.Depth, search.Ends));
    }

    [Fact]
    public void Two_servers_that_dial_back_at_once_have_so_many_states_and_break_nothing()
    {
        var search = new NaiveSearch(new CoreSystem(Assert.Single(Scopes.Tiny))).Run();

        Assert.Null(search.Found);
        Assert.Equal((8_682, 22_972L, 85, 1), (search.States, search.Transitions, search.Depth, search.Ends));
        Assert.True(search.PackedBytes <= 64);
    }

    [Theory]
    [InlineData("\"earlyTimers\":1")]
    [InlineData("\"resets\":1")]
    [InlineData("\"restarts\":1")]
    public void A_state_with_other_names_is_the_same_state_and_what_follows_is_the_same(string faults)
    {
        var system = With(faults);
        foreach (var state in new NaiveSearch(system).Run().Seen)
        {
            var renamed = Renamed(system, state);

            Assert.Equal(state, system.Canonical(renamed));
            Assert.Equal(Following(system, state), Following(system, renamed));
        }
    }

    [Fact]
    public void Other_names_are_other_names()
    {
        var system = With("\"earlyTimers\":1");

        Assert.Contains(new NaiveSearch(system).Run().Seen, s => Renamed(system, s) != s);
    }

    [Theory]
    [InlineData("\"earlyTimers\":1")]
    [InlineData("\"cuts\":1")]
    public void A_state_is_what_it_was_when_it_is_unpacked(string faults)
    {
        var system = With(faults);
        var packed = new byte[system.PackedBytesMax];
        foreach (var state in new NaiveSearch(system).Run().Seen)
        {
            var unpacked = system.Unpack(packed.AsSpan(0, system.Pack(state, packed)));

            Assert.Equal(state, unpacked);
            Assert.Equal(state.GetHashCode(), unpacked.GetHashCode());
        }
    }

    [Fact]
    public void Steps_have_the_names_that_they_have_in_the_other_engines()
    {
        var system = With("");
        var state = system.Initial.Single();
        var labels = new List<string>();
        var steps = new List<CoreStep>();
        for (system.CollectSteps(state, steps); steps.Count > 0; system.CollectSteps(state, steps))
        {
            var verdicts = default(Verdicts);
            labels.Add(system.Describe(state, steps[0]));
            state = system.Next(state, steps[0], ref verdicts);
            steps.Clear();
        }

        Assert.Equal(
            [
                "a.example hands over a.example→b.example #1", "resolve a.example b.example",
                "connect a.example→b.example:5269", "accept a.example→b.example/1", "deliver a.example→b.example/1 header",
                "deliver a.example←b.example/1 header", "deliver a.example←b.example/1 stream:features",
                "deliver a.example→b.example/1 starttls", "deliver a.example←b.example/1 proceed", "handshake a.example→b.example/1",
            ],
            labels.Take(10));
        Assert.Contains("deliver b.example→a.example/1 db:verify", labels);
        Assert.Contains("deliver a.example→b.example/1 message", labels);
    }

    [Fact]
    public void An_observer_sees_every_step_and_remembers_by_server()
    {
        var search = new NaiveSearch(new CoreSystem(new CoreScope("seen", "", WorldWith("")), new Counting())).Run();

        Assert.Equal("SEEN", search.Found!.Value.Property);
        Assert.Equal(3, search.Found.Value.Steps.Count);
    }

    private static CoreSystem With(string faults) => new(new CoreScope("one way", "one stanza by dialback", WorldWith(faults)));

    private static Testbed.World.WorldDefinition WorldWith(string faults) =>
        Scenario.Of(OneWay.Replace("FAULTS", faults, StringComparison.Ordinal));

    private static List<CoreState> Following(CoreSystem system, CoreState state)
    {
        var steps = new List<CoreStep>();
        system.CollectSteps(state, steps);
        var verdicts = default(Verdicts);
        return [.. steps.Select(s => system.Next(state, s, ref verdicts)).OrderBy(KeyOf, StringComparer.Ordinal)];
    }

    private static string KeyOf(CoreState state) =>
        string.Join(',', state.Servers.Select(s => s.Id).Concat(state.Links.Select(l => l.Id)).Append(state.World.Id));

    // Connections keep their order and nothing else; timers are turned round, and so are the ids of streams.
    private static CoreState Renamed(CoreSystem system, CoreState state)
    {
        var ids = Enumerable.Range(1, 20).ToDictionary(i => i, i => 30 - i);
        var servers = state.Servers.Select(s => s.Value.Renamed(Turned(), null).Renamed(new RenamedIds(ids), null)).Select(p => p with
        {
            Core = p.Core with { NextConnection = 50, NextTimer = 500 },
            NextAccepted = 50,
        });
        int[] numbers = [0, .. ids.Values];
        var links = state.Links.Select(l => system.LinkParts.Renamed(l, numbers).Value)
            .Select(l => l with { Initiator = Shifted(l.Initiator), Receiver = Shifted(l.Receiver) });
        return new CoreState(
            servers.Select(system.Parts.Of).ToSeq(), links.Select(system.LinkParts.Of).ToSeq(),
            system.WorldParts.Of(state.World.Value));
    }

    private static LinkEnd Shifted(LinkEnd end) => end.Number == 0 ? end : end with { Number = (end.Number * 2) + 1 };

    private static Renumbered Turned() => new(
        Enumerable.Range(1, 20).SelectMany(i => new[] { new ConnectionId(true, i), new ConnectionId(false, i) })
            .ToDictionary(c => c, c => c with { Number = (c.Number * 2) + 1 }),
        Enumerable.Range(1, 40).ToDictionary(i => new TimerId(i), i => new TimerId(100 - i)));

    // Breaks its property when a server hears its third input.
    private sealed class Counting : IStepObserver
    {
        public IReadOnlyList<PropertyOf<CoreState>> Properties { get; } = [new PropertyOf<CoreState>.Always("SEEN", "so often")];

        public object Begin(int server) => 0;

        public object See(object before, in ServerStep step, ref Verdicts verdicts)
        {
            if ((int)before == 2)
            {
                verdicts.Violate(CoreProperties.Count);
            }

            return (int)before + 1;
        }

        public object Renamed(object seen, Names names) => seen;
    }
}

using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>
/// The dialect in the built code. The analyzer reads the sources of the implementation; this reads what the compiler
/// has made of them, `using` included, and the parts of the testbed that run under the same schedulers.
/// </summary>
public sealed class DialectTests
{
    // The real world, and what composes it.
    private static readonly string[] Outside = ["Xmpp.Federation.Adapters", "Xmpp.Federation.XmppFederation"];

    // What a controlled scheduler schedules, or what runs within its steps.
    private static readonly string[] Simulated =
    [
        "Xmpp.Federation.Testbed.Bugs", "Xmpp.Federation.Testbed.Monitors", "Xmpp.Federation.Testbed.Network",
        "Xmpp.Federation.Testbed.Peers", "Xmpp.Federation.Testbed.World",
        "Xmpp.Federation.Testbed.Running.Execution", "Xmpp.Federation.Testbed.Running.NegotiatorServer",
    ];

    private static IEnumerable<TypeDefinition> Core => Assemblies.Written(Assemblies.Implementation)
        .Where(t => LiesIn(t, "Xmpp.Federation.Core"));

    [Fact]
    public void Core_wire_and_shell_use_nothing_that_is_banned() => Breaches.None(
        "The schedulers must see every task, wait, clock and draw.",
        Banned(Assemblies.Written(Assemblies.Implementation).Where(t => !Outside.Any(o => LiesIn(t, o)))));

    [Fact]
    public void The_simulated_world_uses_nothing_that_is_banned() => Breaches.None(
        "The schedulers must see every task, wait, clock and draw.",
        Banned(Assemblies.Written(Assemblies.Testbed).Where(t => Simulated.Any(s => LiesIn(t, s)))));

    [Fact]
    public void Every_part_of_the_simulated_world_is_there() => Assert.All(
        Simulated, s => Assert.Contains(Assemblies.Written(Assemblies.Testbed), t => LiesIn(t, s)));

    [Fact]
    public void The_model_uses_nothing_that_is_banned() => Breaches.None(
        "The model is a function, too.",
        Banned(Assemblies.Written(Assemblies.Model).Where(t => LiesIn(t, "Xmpp.Federation.Model.Protocol"))));

    [Fact]
    public void The_core_knows_no_task_no_lock_no_file_and_no_clock() =>
        Breaches.None("The core is a pure function.", Purity.Impurities(Core));

    [Fact]
    public void The_core_keeps_nothing_between_two_steps() =>
        Breaches.None("A static field of the core can change.", Purity.MutableStatics(Core));

    internal static IEnumerable<string> Banned(IEnumerable<TypeDefinition> types) =>
        from use in Uses.Of(types)
        let reason = BannedList.ReasonAgainst(use)
        where reason is not null
        select $"{use}: {reason}";

    private static bool LiesIn(TypeDefinition type, string place) =>
        $"{type.FullName}.".StartsWith($"{place}.", StringComparison.Ordinal);
}

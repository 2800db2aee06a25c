using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// Coverage, both ways: what the model does in its worlds, the production core does too, and the other way round, or a list says
/// why not. A list may only shrink: what is no longer so has to leave it, and what is new needs a reason.
/// </summary>
public sealed class CoverageTests
{
    [Fact]
    public void Probe()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var model = Covered.Model.Conducts.ToHashSet();
        Console.WriteLine($"model {watch.Elapsed} {model.Count}");
        watch.Restart();
        var core = Covered.Core.Conducts.ToHashSet();
        Console.WriteLine($"core {watch.Elapsed} {core.Count}");
        File.WriteAllLines("/tmp/refine-model-only.txt", model.Except(core).Select(c => $"{c}").Order(StringComparer.Ordinal));
        File.WriteAllLines("/tmp/refine-core-only.txt", core.Except(model).Select(c => $"{c}").Order(StringComparer.Ordinal));
        File.WriteAllLines("/tmp/refine-both.txt", core.Intersect(model).Select(c => $"{c}").Order(StringComparer.Ordinal));
        File.WriteAllLines("/tmp/refine-unjudged.txt", Rules.All.Concat(StanzaRules.OnDelivering).Except(Covered.Core.Rules).Select(c => $"{c}"));
    }
}

using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Trying.</summary>
public sealed class ProtocolTests(ITestOutputHelper output)
{
    [Fact]
    public void Try()
    {
        foreach (var scope in Scopes.Tiny.Concat(Scopes.Small))
        {
            var result = Checker.Check(new ProtocolSystem(scope), new CheckOptions { StatesMax = 3_000_000, TimeMax = TimeSpan.FromSeconds(40) });
            output.WriteLine($"{scope.Name}: {result.States} states {result.Transitions} transitions depth {result.Depth} {result.Elapsed.TotalSeconds:F2}s {result.BytesPerState:F0} B {result.WhyIncomplete} ends {result.TerminalStates}");
            var reduced = Checker.Check(new ProtocolSystem(scope), new CheckOptions { Reduce = true, StatesMax = 3_000_000, TimeMax = TimeSpan.FromSeconds(40) });
            output.WriteLine($"   reduced: {reduced.States} states {reduced.Transitions} transitions depth {reduced.Depth} {reduced.Elapsed.TotalSeconds:F2}s ends {reduced.TerminalStates}");
            foreach (var p in result.Properties)
            {
                if (p.Holds is not true || p.Witnessed is not true)
                {
                    output.WriteLine($"   {p.Property.Name} holds {p.Holds} witnessed {p.Witnessed} {p.WhyOpen}");
                }

                if (p.Holds is false && p.Trace is not null)
                {
                    output.WriteLine(string.Join("\n", p.Trace.Steps.Select(s => "        " + s.Description)));
                }
            }
        }
    }
}

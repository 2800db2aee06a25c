using System.Text;
using FsCheck.Xunit;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What is written is read as the same.</summary>
[Properties(Arbitrary = [typeof(Generated)], MaxTest = 500)]
public sealed class RoundTripProperties
{
    [Property]
    public void A_world_that_is_written_is_read_as_the_same_world(AnyWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        var text = WorldFile.Write(world.Value);

        Assert.DoesNotContain('\n', text);
        Assert.Equal(world.Value, Texts.SoundWorld(text));
        Assert.Equal(text, WorldFile.Write(Texts.SoundWorld(text)));
    }

    [Property]
    public void A_trace_that_is_written_is_read_as_the_same_trace(AnyTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var text = TraceFile.Write(trace.Value);

        var read = TraceFile.Parse("t.trace", Encoding.UTF8.GetBytes(text));
        Assert.Empty(read.Problems);
        Assert.Equal(trace.Value, read.Value);
        Assert.Equal(text, TraceFile.Write(read.Value!));
        var lines = text.Split('\n');
        Assert.All(read.Value!.Steps, s => Assert.EndsWith(s.Label, lines[s.Line - 1], StringComparison.Ordinal));
    }
}

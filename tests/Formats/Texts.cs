using System.Text;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Reads worlds and traces that stand in a test as text.</summary>
internal static class Texts
{
    /// <summary>A world in which the negotiator of one server sends to the other.</summary>
    public const string TwoServers =
        """{"servers":{"a.example":{},"b.example":{}},"send":[{"from":"a.example","to":"b.example"}]}""";

    /// <summary>A world of two servers, where <c>a.example</c> has these fields.</summary>
    public static string WorldWith(string fields) => """{"servers":{"b.example":{},"a.example":{""" + fields + "}}}";

    public static Parsed<WorldDefinition> World(string text) => WorldFile.Parse("w.json", Encoding.UTF8.GetBytes(text));

    public static WorldDefinition SoundWorld(string text)
    {
        var world = World(text);
        return world.Value ?? throw new InvalidOperationException(InputProblem.Summary(world.Problems));
    }

    /// <summary>What is said about a world that cannot be used.</summary>
    public static string Said(string text) => InputProblem.Summary(World(text).Problems);

    public static Parsed<Trace> Trace(string text) => TraceFile.Parse("t.trace", Encoding.UTF8.GetBytes(text));

    /// <summary>What is said about a trace that cannot be used.</summary>
    public static string SaidOfTrace(string text) => InputProblem.Summary(Trace(text).Problems);
}

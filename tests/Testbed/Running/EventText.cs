using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// What happened, as lines of the event log. They say what can be observed and nothing of how the code is built,
/// so that a trace outlives a refactoring.
/// </summary>
internal static class EventText
{
    public static string Of(WireItem item) => item switch
    {
        WireItem.Opened opened => $"<{opened.Prefix}:{opened.Name.Local} {AttributesOf(opened)}>",
        WireItem.Whole(var element) => ElementText.Render(element),
        WireItem.Ended => "</stream:stream>",
        WireItem.Broken(var violation, var detail) => $"{violation}: {detail}",
        _ => throw new InvalidOperationException($"No text for {item.GetType().Name}."),
    };

    public static string Of(StanzaFate fate) => fate switch
    {
        StanzaFate.Written => "written",
        StanzaFate.Returned(var condition, var reasons) => $"returned {condition} ({reasons})",
        StanzaFate.Unconfirmed => "unconfirmed",
        _ => throw new InvalidOperationException($"No text for {fate.GetType().Name}."),
    };

    /// <summary>What the application is told of the core's decisions.</summary>
    public static string Of(Output output) => output switch
    {
        Output.Admitted(var connection, var proof, var reasons) => $"admits {proof} on {connection} ({reasons})",
        Output.GaveUp(Errand.Carry(var pair), var reasons) => $"gives {pair} up ({reasons})",
        Output.GaveUp(Errand.Verify(var question, _), var reasons) => $"gives up asking about {question} ({reasons})",
        Output.Refused(var connection, var rule) => $"refuses by {rule} on {connection}",
        _ => throw new InvalidOperationException($"No text for {output.GetType().Name}."),
    };

    private static string AttributesOf(WireItem.Opened opened) =>
        string.Join(' ', opened.Attributes.Select(a => $"{a.Name.Local}='{a.Value}'"));
}

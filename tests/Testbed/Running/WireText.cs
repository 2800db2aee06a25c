using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>What was written, as a line of the event log.</summary>
internal static class WireText
{
    public static string Of(WireItem item) => item switch
    {
        WireItem.Opened opened =>
            $"<{opened.Prefix}:{opened.Name.Local} {string.Join(' ', opened.Attributes.Select(a => $"{a.Name.Local}='{a.Value}'"))}>",
        WireItem.Whole(var element) => ElementText.Render(element),
        WireItem.Ended => "</stream:stream>",
        WireItem.Broken(var violation, var detail) => $"{violation}: {detail}",
        _ => throw new InvalidOperationException($"No text for {item.GetType().Name}."),
    };
}

using System.Globalization;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>What the receiver of a stream takes on it, as it says with its features (XEP-0478). Null is what it has not said.</summary>
/// <param name="BytesMax">The longest first-level element, in bytes.</param>
/// <param name="IdleMax">The longest silence of the initiator.</param>
internal sealed record StreamLimits(long? BytesMax, TimeSpan? IdleMax)
{
    // About the longest silence that a TimeSpan, or anybody, will know.
    private const long SecondsMax = int.MaxValue;

    // Of two idle periods, in the course of which we notice, the second ends within the peer's patience.
    private const double PartOfIdle = 0.45;

    private static readonly TimeSpan IdleMin = TimeSpan.FromSeconds(10);

    public static StreamLimits None { get; } = new(null, null);

    /// <summary>What this server announces: what it does.</summary>
    public static StreamLimits Of(Limits limits) => new(limits.ElementBytesMax, limits.IdleTimeout);

    /// <summary>What is known of the peer of an outgoing stream after an input. XEP-0478 4: each set of features says it anew.</summary>
    public StreamLimits After(StreamInput input) => input switch
    {
        StreamInput.Received { What: Heard.Features(var features) } => features.Limits,
        // INV-19: what was said before the handshake was said by nobody.
        StreamInput.Secured => None,
        _ => this,
    };

    /// <summary>XEP-0478 4: what is longer "SHOULD NOT be sent on that stream".</summary>
    public bool Allow(Stanza stanza) => BytesMax is not { } most || ElementLength.Of(stanza.Element) <= most;

    /// <summary>How long an idle period of ours is, so that we close the stream before the peer does.</summary>
    public TimeSpan IdlePeriod(TimeSpan usual)
    {
        var theirs = IdleMax * PartOfIdle ?? usual;
        return theirs >= usual ? usual : theirs > IdleMin ? theirs : IdleMin;
    }

    public static StreamLimits In(Element features) => features.Child(Namespaces.StreamLimits, "limits") is { } limits
        ? new StreamLimits(
            Number(limits, "max-bytes"),
            Number(limits, "idle-seconds") is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, SecondsMax)) : null)
        : None;

    /// <summary>The feature; null where nothing is to be said.</summary>
    public Element? ToElement()
    {
        var limits = new Element(Namespaces.StreamLimits, "limits");
        limits = BytesMax is { } bytes ? limits.With(Child("max-bytes", bytes)) : limits;
        limits = IdleMax is { } idle ? limits.With(Child("idle-seconds", (long)idle.TotalSeconds)) : limits;
        return limits.Children.IsEmpty ? null : limits;
    }

    private static Element Child(string name, long value) =>
        new Element(Namespaces.StreamLimits, name).WithText(value.ToString(CultureInfo.InvariantCulture));

    // What is no number, or too large a one, limits nothing.
    private static long? Number(Element limits, string name) =>
        limits.Child(Namespaces.StreamLimits, name)?.Text.Trim() is { } text
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

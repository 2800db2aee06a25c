using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>What a stream may cost on which nobody is authenticated, beyond the limits of its single elements.</summary>
internal static class Strangers
{
    /// <summary>
    /// Counts what a stranger says. The element behind the last one that it may say is taken for one that is too large,
    /// and so ends the stream with <c>policy-violation</c>.
    /// </summary>
    public static (IncomingStream Stream, StreamInput Input) Hear(Limits limits, IncomingStream stream, StreamInput input)
    {
        if (stream.Authenticated || input is not StreamInput.Received { What: not Heard.EndOfBytes } received)
        {
            return (stream, input);
        }

        var counted = stream with { Elements = stream.Elements + 1 };
        return counted.Elements <= limits.StrangerElementsMax || received.What is Heard.Broken
            ? (counted, input)
            : (counted, received with { What = new Heard.Broken(XmlViolation.TooLarge, "too much before authentication") });
    }

    /// <summary>
    /// How long a deadline is for this stream, and what is left of its patience: all deadlines that are set for a
    /// stranger come out of one budget, so that none who keeps moving from state to state stays for ever.
    /// </summary>
    public static (TimeSpan Length, TimeSpan Left) Grant(Limits limits, IncomingStream stream, Deadline deadline)
    {
        var usual = limits.LengthOf(deadline);
        if (stream.Authenticated || deadline is Deadline.ClosingTag or Deadline.Disconnection)
        {
            return (usual, stream.Left);
        }

        var length = usual < stream.Left ? usual : stream.Left;
        return (length, stream.Left - length);
    }
}

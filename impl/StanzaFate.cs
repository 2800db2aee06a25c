namespace Xmpp.Federation;

/// <summary>
/// What became of a stanza that was handed over for sending. Each stanza has exactly one fate and is never sent
/// twice (RFC 6120 8.3, 10.4.3).
/// </summary>
public abstract record StanzaFate
{
    private StanzaFate()
    {
    }

    /// <summary>Written once, whole, to a stream on which its pair is authorised.</summary>
    public sealed record Written : StanzaFate;

    /// <summary>
    /// Never written. The sender is due an error with this condition, unless the stanza is itself an error or a
    /// result (<see cref="Stanza.MayBeBounced"/>; RFC 6120 8.3.1 item 8).
    /// </summary>
    /// <param name="Condition">The stanza error condition of RFC 6120 8.3.3.</param>
    /// <param name="Reasons">What was tried.</param>
    public sealed record Returned(string Condition, ReasonChain Reasons) : StanzaFate;

    /// <summary>Written, wholly or in part, when its stream broke: it may or may not have arrived.</summary>
    public sealed record Unconfirmed : StanzaFate;
}

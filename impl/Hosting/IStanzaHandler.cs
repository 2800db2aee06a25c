namespace Xmpp.Federation.Hosting;

/// <summary>
/// Takes the stanzas of other servers. One is made for each stanza, in a scope of its own, so that it may ask for scoped
/// services and, to answer, for <see cref="XmppFederation"/>.
/// </summary>
public interface IStanzaHandler
{
    /// <summary>
    /// Takes a stanza. The stream that brought it is not read further until the task ends; streams go on beside each
    /// other. An exception is logged and changes nothing.
    /// </summary>
    /// <param name="received">The stanza and the pair that was authenticated.</param>
    /// <returns>A task that ends when the next stanza of that stream may come.</returns>
    Task HandleAsync(ReceivedStanza received);
}

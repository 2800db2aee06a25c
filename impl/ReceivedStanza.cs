namespace Xmpp.Federation;

/// <summary>A stanza from another server whose pair is authenticated on the stream that brought it.</summary>
/// <param name="Stanza">The stanza.</param>
/// <param name="Pair">The authenticated pair: the stanza's own two domains (RFC 6120 8.1.1.2, 8.1.2.2).</param>
/// <param name="Means">
/// By what the sender's domain was authenticated: <c>EXTERNAL</c> (XEP-0178) or <c>dialback</c> (XEP-0220).
/// </param>
/// <param name="Language">
/// The language of a stanza that names none with <c>xml:lang</c>: the one that the sender's stream names (RFC 6120
/// 8.1.5). Null if it names none. Who moves the stanza on to another stream adds it (4.7.4).
/// </param>
public sealed record ReceivedStanza(Stanza Stanza, DomainPair Pair, string Means, string? Language = null);

namespace Xmpp.Federation;

/// <summary>A stanza from another server whose pair is authenticated on the stream that brought it.</summary>
/// <param name="Stanza">The stanza.</param>
/// <param name="Pair">The authenticated pair: the stanza's own two domains (RFC 6120 8.1.1.2, 8.1.2.2).</param>
/// <param name="Means">
/// By what the sender's domain was authenticated: <c>EXTERNAL</c> (XEP-0178) or <c>dialback</c> (XEP-0220).
/// </param>
public sealed record ReceivedStanza(Stanza Stanza, DomainPair Pair, string Means);

using Xmpp.Federation.Core;

namespace Xmpp.Federation.Wire;

/// <summary>What the reader holds at most for a peer. RFC 6120 13.12.</summary>
/// <param name="ElementBytesMax">The longest item, in bytes, from its <c>&lt;</c> to its last <c>&gt;</c>.</param>
/// <param name="DepthMax">How deep elements nest below the root; a first-level element has depth one.</param>
/// <param name="AttributesMax">
/// How many attributes, namespace declarations included, one tag carries, and how many prefixes are bound at a
/// time: the work for one name is bounded by it.
/// </param>
internal sealed record ReaderLimits(int ElementBytesMax, int DepthMax, int AttributesMax)
{
    /// <summary>For a peer that has not proved its domain yet.</summary>
    public static ReaderLimits Unauthenticated(Limits limits) =>
        new(limits.UnauthenticatedElementBytesMax, limits.DepthMax, limits.AttributesMax);

    /// <summary>For a peer whose domain is proved.</summary>
    public static ReaderLimits Authenticated(Limits limits) =>
        new(limits.ElementBytesMax, limits.DepthMax, limits.AttributesMax);
}

using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// One state of several servers and of what lies between them. Its parts are interned, so that states are compared, hashed
/// and packed by the numbers of their parts.
/// </summary>
/// <param name="Servers">One part for each server of the world.</param>
/// <param name="Links">The connections, in an order that follows from their ends.</param>
/// <param name="World">The rest.</param>
internal sealed record CoreState(Seq<Interned<ServerPart>> Servers, Seq<Interned<Link>> Links, Interned<WorldPart> World)
{
    /// <summary>Whether the names in it are those that <see cref="CoreSystem.Canonical"/> gives.</summary>
    public bool IsCanonical { get; init; }

    public bool Equals(CoreState? other) =>
        other is not null && ReferenceEquals(World, other.World)
        && AreSame(Servers.AsSpan(), other.Servers.AsSpan()) && AreSame(Links.AsSpan(), other.Links.AsSpan());

    public override int GetHashCode()
    {
        var hash = (uint)World.Id;
        foreach (var server in Servers.AsSpan())
        {
            hash = (hash * 0x9E3779B1) ^ (uint)server.Id;
        }

        foreach (var link in Links.AsSpan())
        {
            hash = (hash * 0x85EBCA77) ^ (uint)link.Id;
        }

        return (int)(hash ^ (hash >> 15));
    }

    private static bool AreSame<T>(ReadOnlySpan<Interned<T>> one, ReadOnlySpan<Interned<T>> other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (!ReferenceEquals(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }
}

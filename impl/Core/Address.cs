namespace Xmpp.Federation.Core;

/// <summary>The parts of an XMPP address that federation looks at (RFC 7622 3.1).</summary>
internal static class Address
{
    /// <summary>The domainpart of an address: between the first <c>@</c>, if any, and the first <c>/</c>.</summary>
    public static bool TryGetDomain(string? address, out Domain domain)
    {
        domain = default;
        if (string.IsNullOrEmpty(address))
        {
            return false;
        }

        var slash = address.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? address : address[..slash];
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        return at != 0 && slash != address.Length - 1 && Domain.TryParse(bare[(at + 1)..], out domain);
    }
}

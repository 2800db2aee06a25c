using System.Security.Cryptography;
using System.Text;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>How the key of XEP-0185 2 is made, in the order of the text.</summary>
internal static class DialbackKey
{
    /// <summary>The recommended key, in lower case.</summary>
    public static string Of(string secret, string target, string sender, string id)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        using var keyed = new HMACSHA256(Encoding.ASCII.GetBytes(digest));
        return Convert.ToHexStringLower(keyed.ComputeHash(Encoding.UTF8.GetBytes(string.Join(' ', target, sender, id))));
    }
}

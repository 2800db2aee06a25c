using System.Security.Cryptography;
using System.Text;

namespace Xmpp.Federation.Core.Evidence;

/// <summary>
/// Makes and recognises this server's own dialback keys. It is handed to the core as a value, so that a checker
/// can use symbols. A peer's key is never judged here: XEP-0220 2.1.1, only its authority can.
/// </summary>
internal interface IDialbackKeys
{
    /// <summary>The key for a pair on the stream whose receiver chose <paramref name="id"/>.</summary>
    string Make(DomainPair pair, StreamId id);

    /// <summary>Whether <paramref name="key"/> is what <see cref="Make"/> gives, compared in constant time.</summary>
    bool IsOurs(DomainPair pair, StreamId id, string key);
}

/// <summary>
/// XEP-0185 2: <c>key = HMAC-SHA256( SHA256(secret), { target, ' ', sender, ' ', id } )</c>, where the HMAC key is
/// the hexadecimal text of the hashed secret and the result is hexadecimal too.
/// </summary>
internal sealed class HmacDialbackKeys : IDialbackKeys
{
    private readonly byte[] _hashedSecret;

    /// <param name="secret">
    /// XEP-0185 2: configured, or drawn at random when the process starts; the same at every host of a domain.
    /// </param>
    public HmacDialbackKeys(ReadOnlySpan<byte> secret) =>
        _hashedSecret = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(secret)));

    public string Make(DomainPair pair, StreamId id) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(
            _hashedSecret, Encoding.UTF8.GetBytes($"{pair.Target} {pair.Sender} {id}")));

    public bool IsOurs(DomainPair pair, StreamId id, string key) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Make(pair, id)), Encoding.UTF8.GetBytes(key));
}

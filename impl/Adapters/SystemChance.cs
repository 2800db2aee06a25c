using System.Security.Cryptography;
using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// Times of equal chance, and stream ids of 128 random bits in hexadecimal: unpredictable and never repeated (RFC 6120
/// 4.7.3), and of the type NMTOKEN, as the schema of XEP-0220 wants it.
/// </summary>
internal sealed class SystemChance : IChance
{
    private const int IdBytes = 16;
    private const int Parts = 1_000_000;

    public StreamId NextStreamId() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)));

    public TimeSpan UpTo(TimeSpan longest) => longest * (RandomNumberGenerator.GetInt32(Parts + 1) / (double)Parts);
}

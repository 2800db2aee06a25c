using System.Security.Cryptography;
using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// Stream ids of 128 random bits in hexadecimal: unpredictable and never repeated (RFC 6120 4.7.3), and of the type
/// NMTOKEN, as the schema of XEP-0220 wants it.
/// </summary>
internal sealed class SystemChance : IChance
{
    private const int IdBytes = 16;

    public StreamId NextStreamId() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)));
}

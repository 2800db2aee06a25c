using System.Buffers.Binary;

namespace Xmpp.Federation.Wire;

/// <summary>
/// A quick hash of a short stretch of bytes. It looks at the two ends and at the middle, where names, addresses and tags
/// differ; who makes many that collide makes tables useless, and gains nothing else.
/// </summary>
internal static class ByteHash
{
    /// <summary>A number of <see cref="Bits"/> bits, any of which may be used.</summary>
    public static int Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(ulong))
        {
            var few = (ulong)bytes.Length;
            foreach (var b in bytes)
            {
                few = (few << 8) | b;
            }

            return Mixed(few);
        }

        var start = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var middle = BinaryPrimitives.ReadUInt64LittleEndian(bytes[((bytes.Length - sizeof(ulong)) / 2)..]);
        var end = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]);
        return Mixed((((start * Odd) ^ middle) * Odd) ^ end ^ (ulong)bytes.Length);
    }

    // A product moves differences up only, so what is up is brought down first.
    private static int Mixed(ulong value) => (int)(((value ^ (value >> 32)) * Odd) >> (64 - Bits));

    private const int Bits = 16;

    // 2 to the power of 64, divided by the golden ratio: Knuth, The Art of Computer Programming 6.4.
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;
}

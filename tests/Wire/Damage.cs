namespace Xmpp.Federation.Wire.Tests;

/// <summary>A change to valid bytes: one byte replaced, removed or put in, or a stretch moved.</summary>
public sealed record Damage(byte Kind, ushort At, ushort Length, byte Value)
{
    private static readonly byte[] Telling = [.. "<>/='\"&;:![]-?# \r\n\tax0"u8, 0, 0x1F, 0x80, 0xC3, 0xED, 0xEF, 0xFF];

    public byte[] Of(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var at = At % bytes.Length;
        var length = Math.Min(1 + Length % 8, bytes.Length - at);
        var value = Value % 2 == 0 ? Telling[Value / 2 % Telling.Length] : Value;
        return (Kind % 4) switch
        {
            0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], .. bytes[(at + length)..]],
            2 => [.. bytes[..at], value, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]],
        };
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Xmpp.Federation.Wire;

/// <summary>
/// The names that most tags are made of, found by their first two bytes: one comparison in place of a search for the end of
/// the name and one in <see cref="NameTable"/>.
/// </summary>
internal static class CommonNames
{
    private const int Slots = 256;

    // The upper half of a product mixes both bytes: Knuth, The Art of Computer Programming 6.4.
    private const int Odd = 0x9E37;
    private const int Shift = 8;

    private static readonly Name?[] Names = Place(
        "from", "to", "id", "type", "xmlns", "message", "presence", "iq", "var", "stamp", "by", "node", "hash", "ver", "name",
        "code", "category", "jid", "affiliation", "role");

    /// <summary>The name that the bytes begin with, or null. Whether it ends there is for the caller to see.</summary>
    public static string? Leading(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= sizeof(ushort) && Names[Slot(bytes)] is { } name && bytes.StartsWith(name.Utf8) ? name.Text : null;

    private static int Slot(ReadOnlySpan<byte> bytes) =>
        ((BinaryPrimitives.ReadUInt16LittleEndian(bytes) * Odd) >> Shift) & (Slots - 1);

    // Of names that fall together the first one stays, and the others are read like any name.
    private static Name?[] Place(params ReadOnlySpan<string> texts)
    {
        var placed = new Name?[Slots];
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            placed[Slot(utf8)] ??= new Name(utf8, text);
        }

        return placed;
    }

    private sealed record Name(byte[] Utf8, string Text);
}

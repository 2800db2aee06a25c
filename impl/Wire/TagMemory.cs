using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>An open tag that was read before, and what it came to.</summary>
/// <param name="Bytes">The tag.</param>
/// <param name="NameLength">How many bytes behind the <c>&lt;</c> are its name.</param>
/// <param name="Around">The default namespace that was in force around it; no prefix had a part in it.</param>
/// <param name="Inside">The default namespace inside.</param>
/// <param name="Element">Name and attributes, and no children: what the tag stands for when it is an empty one.</param>
internal sealed record KnownTag(byte[] Bytes, int NameLength, string Around, string Inside, Element Element)
{
    public bool IsEmpty => Bytes[^2] == '/';
}

/// <summary>
/// The open tags below first level that come again and again on a stream: <c>&lt;body&gt;</c>,
/// <c>&lt;active xmlns='…'/&gt;</c>. A known one costs a comparison, and an empty one is the very element of last time. What
/// is kept is bounded, and a tag is kept when it comes for the second time: tags that never return cost no memory.
/// </summary>
internal sealed class TagMemory
{
    private KnownTag?[]? _known;
    private int[]? _seen;

    /// <summary>What a tag came to when it stood inside this default namespace; null if that is not known.</summary>
    public KnownTag? Find(ReadOnlySpan<byte> tag, string around)
    {
        if (tag.Length > TagBytesMax || _known is null)
        {
            return null;
        }

        var known = _known[ByteHash.Of(tag) % Slots];
        return known is not null && tag.SequenceEqual(known.Bytes) && known.Around == around ? known : null;
    }

    /// <summary>Whether the tag should be kept, because it was seen before.</summary>
    public bool Recognises(ReadOnlySpan<byte> tag)
    {
        if (tag.Length > TagBytesMax)
        {
            return false;
        }

        var hash = ByteHash.Of(tag);
        ref var seen = ref (_seen ??= new int[Slots])[hash % Slots];
        var again = seen == ~hash;
        seen = ~hash;
        return again;
    }

    public void Keep(KnownTag tag) => (_known ??= new KnownTag?[Slots])[ByteHash.Of(tag.Bytes) % Slots] = tag;

    private const int Slots = 128;
    private const int TagBytesMax = 96;
}

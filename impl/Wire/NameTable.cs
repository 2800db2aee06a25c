using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Hands out the same string for the same bytes: from a table of the words of the protocol, shared by all streams,
/// or from the few words this stream used last. What it keeps is bounded, and a peer that defeats it by many
/// different names gains nothing but an allocation for each.
/// </summary>
internal sealed class NameTable
{
    private string?[]? _recent;

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        if (utf8.Length > LengthMax)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = Hash(utf8);
        return WellKnown(utf8, hash) ?? Recent(utf8, hash);
    }

    private static string? WellKnown(ReadOnlySpan<byte> utf8, int hash)
    {
        for (var slot = hash % Slots; Words[slot] is { } word; slot = (slot + 1) % Slots)
        {
            if (Ascii.Equals(utf8, word))
            {
                return word;
            }
        }

        return null;
    }

    private string Recent(ReadOnlySpan<byte> utf8, int hash)
    {
        _recent ??= new string?[RecentSlots];
        ref var recent = ref _recent[hash % RecentSlots];
        if (recent is null || !Ascii.Equals(utf8, recent))
        {
            recent = Encoding.UTF8.GetString(utf8);
        }

        return recent;
    }

    /// <summary>A few bytes tell names apart well enough; collisions cost a comparison.</summary>
    private static int Hash(ReadOnlySpan<byte> utf8) =>
        utf8.Length * 7 + utf8[0] * 31 + utf8[utf8.Length / 2] * 131 + utf8[^1] * 1031;

    private static string?[] Place(params ReadOnlySpan<string> words)
    {
        var placed = new string?[Slots];
        foreach (var word in words)
        {
            var slot = Hash(Encoding.UTF8.GetBytes(word)) % Slots;
            while (placed[slot] is not null)
            {
                slot = (slot + 1) % Slots;
            }

            placed[slot] = word;
        }

        return placed;
    }

    private const int LengthMax = 128;
    private const int RecentSlots = 64;
    private const int Slots = 512;

    private static readonly string?[] Words = Place(
        Namespaces.Streams, Namespaces.Server, Namespaces.Client, Namespaces.Dialback, Namespaces.DialbackFeature,
        Namespaces.Tls, Namespaces.Sasl, Namespaces.StreamErrors, Namespaces.StanzaErrors, Namespaces.BidiFeature,
        Namespaces.Bidi, Namespaces.Xml,
        "stream", "db", "xml", "xmlns", "features", "error", "message", "presence", "iq", "starttls", "required",
        "optional", "proceed", "failure", "mechanisms", "mechanism", "auth", "challenge", "response", "success",
        "abort", "result", "verify", "key", "errors", "dialback", "bidi", "text", "gone", "body", "subject", "thread",
        "show", "status", "priority", "query", "item", "from", "to", "id", "type", "lang", "version", "code", "by",
        "name", "node", "jid", "x", "c", "hash", "ver", "stamp", "delay", "forwarded", "received", "request", "ping",
        "active", "composing", "paused", "origin-id", "stanza-id", "urn:xmpp:ping", "urn:xmpp:receipts",
        "urn:xmpp:sid:0", "urn:xmpp:delay", "http://jabber.org/protocol/chatstates",
        "http://jabber.org/protocol/caps", "http://jabber.org/protocol/muc", "http://jabber.org/protocol/muc#user",
        "http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items",
        "http://jabber.org/protocol/pubsub", "http://jabber.org/protocol/pubsub#event", "jabber:iq:version",
        "jabber:x:data");
}

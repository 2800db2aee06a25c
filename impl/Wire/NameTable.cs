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

        var hash = ByteHash.Of(utf8);
        return WellKnown(utf8, hash) ?? Recent(utf8, hash);
    }

    private static string? WellKnown(ReadOnlySpan<byte> utf8, int hash)
    {
        for (var slot = hash % Slots; Words[slot] is { } word; slot = (slot + 1) % Slots)
        {
            if (utf8.SequenceEqual(word.Utf8))
            {
                return word.Text;
            }
        }

        return null;
    }

    /// <summary>Each slot has a neighbour, which keeps what was used there before.</summary>
    private string Recent(ReadOnlySpan<byte> utf8, int hash)
    {
        _recent ??= new string?[RecentSlots];
        ref var latest = ref _recent[hash % RecentSlots];
        if (latest is not null && Ascii.Equals(utf8, latest))
        {
            return latest;
        }

        ref var former = ref _recent[(hash % RecentSlots) ^ 1];
        if (former is null || !Ascii.Equals(utf8, former))
        {
            former = latest;
            latest = Ascii.IsValid(utf8) ? Encoding.Latin1.GetString(utf8) : Encoding.UTF8.GetString(utf8);
            return latest;
        }

        return former;
    }

    private static Word?[] Place(params ReadOnlySpan<string> words)
    {
        var placed = new Word?[Slots];
        foreach (var word in words)
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            var slot = ByteHash.Of(utf8) % Slots;
            while (placed[slot] is not null)
            {
                slot = (slot + 1) % Slots;
            }

            placed[slot] = new Word(utf8, word);
        }

        return placed;
    }

    private const int LengthMax = 64;
    private const int RecentSlots = 256;
    private const int Slots = 512;

    private static readonly Word?[] Words = Place(
        Namespaces.Streams, Namespaces.Server, Namespaces.Client, Namespaces.Dialback, Namespaces.DialbackFeature,
        Namespaces.Tls, Namespaces.Sasl, Namespaces.StreamErrors, Namespaces.StanzaErrors, Namespaces.BidiFeature,
        Namespaces.Bidi, Namespaces.Xml,
        "stream", "db", "xml", "xmlns", "features", "error", "message", "presence", "iq", "starttls", "required",
        "optional", "proceed", "failure", "mechanisms", "mechanism", "auth", "challenge", "response", "success",
        "abort", "result", "verify", "key", "errors", "dialback", "bidi", "text", "gone", "body", "subject", "thread",
        "show", "status", "priority", "query", "item", "from", "to", "id", "type", "lang", "version", "code", "by",
        "name", "node", "jid", "x", "c", "hash", "ver", "stamp", "delay", "forwarded", "received", "request", "ping",
        "get", "set", "chat", "normal", "groupchat", "valid", "invalid", "unavailable", "subscribe", "1.0", "en",
        "active", "composing", "paused", "origin-id", "stanza-id", "urn:xmpp:ping", "urn:xmpp:receipts",
        "urn:xmpp:sid:0", "urn:xmpp:delay", "http://jabber.org/protocol/chatstates",
        "http://jabber.org/protocol/caps", "http://jabber.org/protocol/muc", "http://jabber.org/protocol/muc#user",
        "http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items",
        "http://jabber.org/protocol/pubsub", "http://jabber.org/protocol/pubsub#event", "jabber:iq:version",
        "jabber:x:data");

    private sealed record Word(byte[] Utf8, string Text);
}

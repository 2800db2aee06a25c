using System.Globalization;
using System.Text;

namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>
/// One direction of a stream as servers exchange it: a header and stanzas that go on. A few dozen people talk; every stanza has an
/// id of its own, and no two texts in a row are the same.
/// </summary>
internal sealed class Traffic
{
    /// <summary>How many stanzas there are, whatever the kind.</summary>
    public const int Stanzas = 480;

    private const int People = 40;

    private static readonly Func<int, string>[] SmallOnes = [Typing, Chat, Ping, Leaving, Arriving, Answer];

    private static readonly Func<int, string>[] LargerOnes = [Room, Features, Chat, Event, Room, Card];

    private static readonly byte[] Header = Encoding.UTF8.GetBytes(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' "
        + "xmlns:db='jabber:server:dialback' from='capulet.example' to='montague.example' id='s1' version='1.0'>");

    private readonly byte[] _stanzas;

    private Traffic(IEnumerable<string> stanzas) => _stanzas = Encoding.UTF8.GetBytes(string.Concat(stanzas));

    /// <summary>Presence, typing, short messages, pings: what most traffic is made of.</summary>
    public static Traffic Small { get; } = new(Enumerable.Range(0, Stanzas).Select(i => SmallOnes[i % SmallOnes.Length](i)));

    /// <summary>Chat rooms, service discovery, events, cards with a picture.</summary>
    public static Traffic Larger { get; } = new(Enumerable.Range(0, Stanzas).Select(i => LargerOnes[i % LargerOnes.Length](i)));

    /// <summary>The size of a stanza, on average.</summary>
    public double StanzaBytes => (double)_stanzas.Length / Stanzas;

    /// <summary>The header, and then these stanzas again and again: a stream that has been open for long.</summary>
    public Stream Open() => new EndlessStream(Header, _stanzas);

    private static string From(int i) => $"from='person{i * 7 % People}@capulet.example/{Hex(i * 7 % People)}'";

    private static string To(int i) => $"to='friend{i * 11 % People}@montague.example'";

    private static string Typing(int i) =>
        $"<message {From(i)} {To(i)} type='chat' id='{Hex(i)}'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>";

    private static string Chat(int i) =>
        $"<message {From(i)} {To(i)} type='chat' id='{Hex(i)}'><body>{Sentence(i)}</body>"
        + "<active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>"
        + $"<origin-id xmlns='urn:xmpp:sid:0' id='{Hex(i)}'/></message>";

    private static string Ping(int i) =>
        $"<iq type='get' {From(i)} {To(i)} id='{Hex(i)}'><ping xmlns='urn:xmpp:ping'/></iq>";

    private static string Answer(int i) => $"<iq type='result' {From(i)} {To(i)} id='{Hex(i)}'/>";

    private static string Leaving(int i) => $"<presence {From(i)} {To(i)} type='unavailable'/>";

    private static string Arriving(int i) =>
        $"<presence {From(i)} {To(i)}><show>away</show><status>{Sentence(i)}</status><priority>5</priority>"
        + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' "
        + $"ver='{Base64(i % People, 20)}'/></presence>";

    private static string Room(int i) =>
        $"<message from='room{i % 5}@rooms.capulet.example/nick{i * 7 % People}' {To(i)} type='groupchat' id='{Hex(i)}'>"
        + $"<body>{Sentence(i)} {Sentence(i + 1)}</body><delay xmlns='urn:xmpp:delay' from='room{i % 5}@rooms.capulet.example' "
        + $"stamp='2024-05-{i % 28 + 1:00}T12:{i % 60:00}:00Z'/><stanza-id xmlns='urn:xmpp:sid:0' "
        + $"by='room{i % 5}@rooms.capulet.example' id='{Hex(i * 3)}'/><origin-id xmlns='urn:xmpp:sid:0' id='{Hex(i)}'/></message>";

    private static string Features(int i) =>
        $"<iq type='result' {From(i)} {To(i)} id='{Hex(i)}'><query xmlns='http://jabber.org/protocol/disco#info'>"
        + "<identity category='client' type='pc' name='Client'/>"
        + string.Concat(Enumerable.Range(0, 24).Select(n => $"<feature var='urn:xmpp:feature-{n}:{n % 3}'/>"))
        + "</query></iq>";

    private static string Event(int i) =>
        $"<message {From(i)} {To(i)} type='headline' id='{Hex(i)}'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
        + $"<items node='urn:xmpp:microblog:0'><item id='{Hex(i * 5)}'><entry xmlns='http://www.w3.org/2005/Atom'>"
        + $"<title type='text'>{Sentence(i)}</title><id>tag:capulet.example,2024:{i}</id><published>2024-05-01T12:00:00Z</published>"
        + $"<content>{Sentence(i + 2)} {Sentence(i + 3)} {Sentence(i + 4)}</content></entry></item></items></event></message>";

    private static string Card(int i) =>
        $"<iq type='result' {From(i)} {To(i)} id='{Hex(i)}'><vCard xmlns='vcard-temp'><FN>Person {i}</FN><PHOTO>"
        + $"<TYPE>image/png</TYPE><BINVAL>{Base64(i, 3000)}</BINVAL></PHOTO></vCard></iq>";

    private static string Sentence(int i) => (i % 4) switch
    {
        0 => $"But soft, what light through yonder window breaks? It is the {i}th.",
        1 => $"Ça, c'est l'été à Vérone &amp; il y fait {i % 40}°.",
        2 => $"ok {i}",
        _ => $"See <{i}> of the list; it's \"all\" there".Replace("<", "&lt;", StringComparison.Ordinal),
    };

    private static string Hex(int i) => ((uint)i * 2_654_435_761).ToString("x8", CultureInfo.InvariantCulture) + $"-{i:x4}";

    private static string Base64(int seed, int count) =>
        Convert.ToBase64String([.. Enumerable.Range(seed, count).Select(n => (byte)(n * 31 + (n >> 3)))]);
}

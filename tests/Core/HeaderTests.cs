using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What stands in the headers that this server sends, and what is made of the peer's.</summary>
public sealed class HeaderTests
{
    private static readonly ServerContext Serving = new() { Domains = [Local, Third], Keys = Keys };
    private static readonly StreamId Fresh = new("fresh");

    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);

    [Fact]
    public void The_initial_header_names_both_domains_and_has_no_id()
    {
        // RFC 6120 4.7.1, 4.7.2, 4.7.3, 4.7.4, 4.7.5 item 1.
        var step = InitiatingStream.Step(Carrying, Here, new InitiatingState.Connecting(), new StreamInput.Connected());
        Assert.Equal("from=here.example to=there.example version=1.0 lang=en", Show(HeaderIn(step.Acts)));
    }

    [Fact]
    public void The_response_header_repeats_the_initiator_and_has_an_id()
    {
        // RFC 6120 4.7.1 to 4.7.4: `to` is what the initiator called itself, `from` what it asked for.
        var header = Header() with { To = Third.Name };
        Assert.Equal(
            "from=elsewhere.example to=there.example id=fresh version=1.0 lang=en", Show(AnswerTo(header)));
    }

    [Theory]
    // RFC 6120 4.9.1.3: an own domain, or none, if nobody is addressed who is here.
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nobody.example")]
    [InlineData("user@here.example")]
    public void A_header_to_nobody_here_is_answered_in_the_name_of_an_own_domain(string? to) => Assert.StartsWith(
        "from=here.example to=there.example id=fresh", Show(AnswerTo(Header() with { To = to })), StringComparison.Ordinal);

    [Theory]
    // RFC 6120 4.7.5 items 2 and 4: the lower of both, and none to who has sent none.
    [InlineData("1.0", "1.0")]
    [InlineData("1.9", "1.0")]
    [InlineData("2.0", "1.0")]
    [InlineData("10.0", "1.0")]
    [InlineData("01.00", "1.0")]
    [InlineData("0.9", null)]
    [InlineData("0.10", null)]
    [InlineData(null, null)]
    public void The_response_has_no_higher_version_than_was_asked_for(string? asked, string? answered)
    {
        var header = Header() with { Version = StreamVersion.Parse(asked) };
        Assert.Equal(answered, Attribute(AnswerTo(header), "version"));
    }

    [Theory]
    // RFC 6120 4.7.5: two numbers, leading zeros ignored; what is no version is as none, which is 0.9.
    [InlineData("1.0", 1, 0)]
    [InlineData("01.010", 1, 10)]
    [InlineData("2.13", 2, 13)]
    [InlineData("1.99999999999999999999", 1, int.MaxValue)]
    [InlineData(null, 0, 9)]
    [InlineData("", 0, 9)]
    [InlineData("1", 0, 9)]
    [InlineData("1.", 0, 9)]
    [InlineData(".1", 0, 9)]
    [InlineData("1.0.0", 0, 9)]
    [InlineData("-1.0", 0, 9)]
    [InlineData("1.x", 0, 9)]
    public void A_version_is_two_numbers(string? text, int major, int minor)
    {
        var version = StreamVersion.Parse(text);
        Assert.Equal(new StreamVersion(major, minor), version);
        Assert.Equal($"{major}.{minor}", version.ToString());
    }

    [Theory]
    [InlineData("Tls")]
    [InlineData("AcceptLegacy")]
    public void An_answer_too_old_to_work_with_is_told_so(string forbidding)
    {
        // RFC 6120 4.7.5 item 3: "SHOULD close the stream with an <unsupported-version/> stream error".
        var policy = forbidding == "Tls" ? Policy.Default
            : new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, AcceptLegacy = false };
        var header = new Heard.Header(Header() with { From = Remote.Name, Version = StreamVersion.Legacy });

        var step = InitiatingStream.Step(
            Carrying with { Policy = policy }, Here, new InitiatingState.AwaitingHeader(Epoch.Clear),
            new StreamInput.Received(header, false, default));

        Assert.NotNull(Said(step.Acts).First().Child(Namespaces.StreamErrors, "unsupported-version"));
        Assert.Equal(forbidding, step.Acts.OfType<Act.Conclude>().Single().Refusal.PolicyBit);
    }

    [Theory]
    // RFC 6120 4.7.4: this server speaks one language.
    [InlineData(null)]
    [InlineData("en")]
    [InlineData("en-GB")]
    [InlineData("de")]
    public void The_language_of_the_response_is_English_for_everybody(string? asked) =>
        Assert.Equal("en", Attribute(AnswerTo(Header() with { Language = asked }), "lang"));

    [Fact]
    public void A_stanza_comes_with_the_language_of_its_stream()
    {
        // RFC 6120 4.7.4, 8.1.5; 4.4 item 2: also when it comes behind our closing tag.
        var epoch = new ReceivingState.AwaitingHeader(Sasl, ProofOf(In));
        var open = ReceivingStream.Step(Serving, epoch, Read(new Heard.Header(Header() with { Language = "tlh" })));
        var closing = ReceivingStream.Step(Serving, open.State, new StreamInput.Finish());
        foreach (var state in new[] { open.State, closing.State })
        {
            var step = ReceivingStream.Step(Serving, state, Read(new Heard.Stanza(Incoming)));
            var delivery = step.Acts.OfType<Act.Deliver>().Single();
            Assert.Equal("tlh", delivery.Language);
            Assert.Same(Incoming, delivery.Stanza);
        }
    }

    [Fact]
    public void The_root_is_a_stream_of_servers_and_declares_nothing_of_stanzas()
    {
        // RFC 6120 4.8.1, 4.8.2, 4.8.3, 4.8.5; XEP-0220 2.4.1: and the namespace of dialback.
        var opened = AnswerTo(Header());
        Assert.Equal(new XmlName(Namespaces.Streams, "stream"), opened.Name);
        Assert.Equal(
            [
                new NamespaceDeclaration("", Namespaces.Server), new NamespaceDeclaration("stream", Namespaces.Streams),
                new NamespaceDeclaration("db", Namespaces.Dialback),
            ],
            opened.Declarations);
    }

    private static StreamInput.Received Read(Heard heard) => new(heard, false, Fresh);

    private static WireItem.Opened AnswerTo(StreamHeader header) => HeaderIn(
        ReceivingStream.Step(Serving, new ReceivingState.AwaitingHeader(Epoch.Clear, null), Read(new Heard.Header(header))).Acts);

    private static WireItem.Opened HeaderIn(IEnumerable<Act> acts) =>
        acts.OfType<Act.Say>().Select(s => s.Item).OfType<WireItem.Opened>().Single();

    private static IEnumerable<Element> Said(IEnumerable<Act> acts) =>
        acts.OfType<Act.Say>().Select(s => s.Item).OfType<WireItem.Whole>().Select(w => w.Element);

    private static string? Attribute(WireItem.Opened opened, string local) =>
        opened.Attributes.Where(a => a.Name.Local == local).Select(a => a.Value).SingleOrDefault();

    private static string Show(WireItem.Opened opened) =>
        string.Join(' ', opened.Attributes.Select(a => $"{a.Name.Local}={a.Value}"));
}

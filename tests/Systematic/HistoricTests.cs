using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The words of the servers of 2004, of which there are no recordings, where they refuse.</summary>
public sealed class HistoricTests
{
    private const string Dialback = " xmlns:db='jabber:server:dialback'";
    private const string Version = " version='1.0'";
    private const string Key = "<db:result from='a.example' to='b.example'>key</db:result>";

    private static readonly Policy DialbackOnly = Policy.Default with { Sasl = SaslPolicy.Disabled };
    private static readonly Policy InClear = Policy.Default with { Tls = TlsPolicy.Disabled, Dialback = DialbackPolicy.Always };

    [Fact]
    public void Jabberd_refuses_a_host_in_front_of_any_header() => Assert.StartsWith(
        "<stream:error><host-unknown ",
        Said("jabberd14-2004", InClear, Header("other.example", Version + Dialback)),
        StringComparison.Ordinal);

    [Fact]
    public void Jabberd_refuses_who_declares_neither_version_nor_dialback() => Assert.StartsWith(
        "<stream:error><invalid-namespace ", Said("jabberd14-2004", InClear, Header("b.example", "")), StringComparison.Ordinal);

    [Theory]
    [InlineData(Version)]
    [InlineData(Dialback)]
    public void Jabberd_takes_who_declares_one_of_them(string declared)
    {
        var said = Said("jabberd14-2004", InClear, Header("b.example", declared));

        Assert.StartsWith("<?xml", said, StringComparison.Ordinal);
        Assert.DoesNotContain("error", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jabberd14-2004")]
    [InlineData("legacy-0.9")]
    public void Before_XMPP_a_header_has_no_version_and_no_features_follow(string profile)
    {
        var said = Said(profile, InClear, Header("b.example", Version + Dialback));

        Assert.Contains(" id=", said, StringComparison.Ordinal);
        Assert.DoesNotContain(" version='1.0' xml:lang", said, StringComparison.Ordinal);
        Assert.DoesNotContain("features", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_XMPP_an_error_is_said_in_words() => Assert.EndsWith(
        "<stream:error>Host unknown</stream:error></stream:stream>",
        Said("legacy-0.9", InClear, Header("other.example", Dialback)),
        StringComparison.Ordinal);

    [Fact]
    public void SoapBox_with_dialback_only_refuses_a_header_that_does_not_declare_it()
    {
        var said = Said("soapbox-2004", DialbackOnly, Header("b.example", Version));

        Assert.Contains("<stream:stream ", said, StringComparison.Ordinal);
        Assert.Contains("<invalid-namespace ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("features", said, StringComparison.Ordinal);
    }

    [Fact]
    public void SoapBox_with_SASL_does_without_the_declaration() =>
        Assert.Contains("<starttls ", Said("soapbox-2004", Policy.Default, Header("b.example", Version)), StringComparison.Ordinal);

    [Fact]
    public void SoapBox_refuses_dialback_in_clear_by_its_one_condition() => Assert.Contains(
        "<invalid-namespace ",
        Said("soapbox-2004", DialbackOnly, Header("b.example", Version + Dialback), Key),
        StringComparison.Ordinal);

    // RFC 3920 8.3 knew stream errors for it; before XMPP there was nothing to say.
    [Theory]
    [InlineData("jabberd14-2004", "<remote-connection-failed ")]
    [InlineData("soapbox-2004", "<remote-connection-failed ")]
    [InlineData("legacy-0.9", "")]
    public void Who_reaches_no_authority_says_so_in_the_way_of_the_time(string profile, string error)
    {
        var before = Said(profile, InClear, Header("b.example", Dialback));
        var after = Said(profile, InClear, Header("b.example", Dialback), Key)[before.Length..];

        Assert.StartsWith(error.Length == 0 ? "" : $"<stream:error>{error}", after, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, after.Length == 0);
    }

    private static string Header(string to, string declared) =>
        $"<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' from='a.example' to='{to}'{declared}>";

    private static string Said(string profile, Policy policy, params string[] heard)
    {
        var line = new Line();
        var server = new ServerDefinition(Domain.Parse("b.example")) { Policy = policy };
        var talk = new AcceptingTalk(server, Profiles.Named(profile), line);
        talk.Begin(directTls: false);
        foreach (var text in heard)
        {
            talk.Hear(Encoding.UTF8.GetBytes(text));
        }

        return line.Said;
    }

    /// <summary>A connection of which only what is said matters, in a world in which no authority is to be reached.</summary>
    private sealed class Line : IPeerLine
    {
        private int _ids;

        public string Said { get; private set; } = "";

        public string Name => "line";

        public bool IsOver { get; private set; }

        public bool AwaitsTls { get; private set; }

        public void Met(Occasion occasion)
        {
        }

        public void Write(ReadOnlyMemory<byte> bytes, int pieceBytes) => Said += Encoding.UTF8.GetString(bytes.Span);

        public void BeginTls() => AwaitsTls = true;

        public void End(bool reset) => IsOver = true;

        public void Wait(TimeSpan length, Action goOn) => goOn();

        public StreamId NextId() => new($"{++_ids}");

        public int Choose(int count, Func<int, string> label) => 0;

        public void DialBack(KeyQuestion question, Action<bool?> answered) => answered(null);

        public void Take(Stanza stanza) => throw new InvalidOperationException("No stanza is due.");
    }
}

using System.Text;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What a peer's words mean to this server, where a standard leaves the peer several ways to say it.</summary>
public sealed class UnderstandingTests
{
    [Theory]
    [InlineData("<result xmlns='jabber:server:dialback' to='here.example'>key</result>")]
    [InlineData("<result xmlns='jabber:server:dialback' from='there.example'>key</result>")]
    [InlineData("<result xmlns='jabber:server:dialback' from='user@there.example' to='here.example'>key</result>")]
    [InlineData("<result xmlns='jabber:server:dialback' from='there.example' to='here.example' type='fine'/>")]
    [InlineData("<verify xmlns='jabber:server:dialback' from='there.example' to='here.example'>key</verify>")]
    [InlineData("<verify xmlns='jabber:server:dialback' from='there.example' to='here.example' id='i' type='fine'/>")]
    public void A_dialback_element_without_its_attributes_means_nothing(string text) =>
        // XEP-0220 6.1.
        Assert.IsType<Heard.ImproperDialback>(Understand(text));

    [Theory]
    [InlineData("<forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>", "Forbidden")]
    [InlineData("<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>", "UndefinedCondition")]
    [InlineData("", "UndefinedCondition")]
    public void Any_condition_may_stand_in_a_dialback_error(string condition, string meant) =>
        // XEP-0220 2.5: the table of conditions is no closed list.
        Assert.Equal(
            new Heard.ResultAnswer(Out, new Verdict.Error(Enum.Parse<StanzaCondition>(meant))),
            Understand(
                "<result xmlns='jabber:server:dialback' from='there.example' to='here.example' type='error'>"
                + $"<error xmlns='jabber:server' type='cancel'>{condition}</error></result>"));

    [Theory]
    [InlineData("<dialback xmlns='urn:xmpp:features:dialback'/>", false)]
    [InlineData("<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>", true)]
    [InlineData("<dialback xmlns='urn:xmpp:features:dialback'><required/></dialback>", false)]
    public void Dialback_is_offered_in_several_ways(string feature, bool errors)
    {
        // XEP-0220 2.4.2: only <errors/> means error handling; XEP-0238 5.4: <required/>.
        var heard = Understand($"<features xmlns='http://etherx.jabber.org/streams'>{feature}</features>");

        var features = Assert.IsType<Heard.Features>(heard).Value;
        Assert.Equal((true, errors, false), (features.Dialback, features.DialbackErrors, features.OtherRequired));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public void A_key_goes_to_whom_declares_no_dialback_unless_policy_asks_for_it(bool declared, bool required, bool goes)
    {
        // XEP-0220 2.4.1, XEP-0238 4.6.
        var context = Carrying with { Policy = Policy.Default with { RequireDialbackNamespace = required } };
        var state = new InitiatingState.AwaitingFeatures(Tls, new PeerHeader(Id, declared, null));

        var step = InitiatingStream.Step(context, Here, state, Received(new Heard.Features(StreamFeatures.None)));

        Assert.Equal(goes, step.State is InitiatingState.AwaitingAnswer);
    }

    [Fact]
    public void Features_that_were_not_due_do_no_harm_behind_a_key_or_a_question()
    {
        // XEP-0238 4.2 to 4.6: they come behind a header without version (INV-33).
        var asking = Carrying with { Errand = new Errand.Verify(Question, new ConnectionId(Dialled: false, 1)) };
        foreach (var (context, state) in new (InitiatingContext, InitiatingState)[]
            { (Carrying, new InitiatingState.AwaitingAnswer(Tls, Peer)), (asking, new InitiatingState.AwaitingVerdict()) })
        {
            var step = InitiatingStream.Step(context, Here, state, Received(new Heard.Features(StreamFeatures.None)));

            Assert.Equal(new StreamStep<InitiatingState>(state, [new Act.Refuse(Rule.LateFeatures)]), step);
        }
    }

    private static InitiatingContext Carrying { get; } = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);

    private static Heard Understand(string text)
    {
        Assert.True(ElementText.TryParse(
            Encoding.UTF8.GetBytes(text), Namespaces.Server, new ReaderLimits(10_000, 16, 16), out var element, out _));
        return Grammar.Grammar.Understand(new WireItem.Whole(element));
    }

    private static StreamInput.Received Received(Heard heard) => new(heard, false, new StreamId("fresh"));
}

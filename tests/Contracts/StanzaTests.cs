namespace Xmpp.Federation.Contracts.Tests;

public sealed class StanzaTests
{
    [Theory]
    [InlineData("<message from='x@a.example/r' to='b.example' id='1'><body>hi</body></message>")]
    [InlineData("<message xmlns='jabber:client' from='x@a.example/r' to='b.example' id='1'><body>hi</body></message>")]
    [InlineData(
        "<c:message xmlns:c='jabber:client' from='x@a.example/r' to='b.example' id='1'>"
        + "<c:body>hi</c:body></c:message>")]
    [InlineData("<message xmlns='' from='x@a.example/r' to='b.example' id='1'><body>hi</body></message>")]
    public void A_stanza_of_a_client_becomes_one_of_a_server(string xml)
    {
        // RFC 6120 4.8.3: between servers the content namespace is jabber:server.
        var stanza = Stanza.Parse(xml);
        Assert.Equal(
            Stanza.Parse(
                "<message xmlns='jabber:server' from='x@a.example/r' to='b.example' id='1'><body>hi</body></message>"),
            stanza);
        Assert.Equal("message", stanza.Kind);
        Assert.Equal("1", stanza.Id);
        Assert.Equal("a.example→b.example", stanza.Pair.ToString());
        Assert.Contains("xmlns='jabber:server'", stanza.ToString().Replace('"', '\''), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_extension_contains_is_left_alone()
    {
        var text = Stanza.Parse(
            "<message from='a.example' to='b.example'><forwarded xmlns='urn:xmpp:forward:0'>"
            + "<message xmlns='jabber:client'/></forwarded></message>").ToString();
        Assert.Contains("jabber:client", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<message from='a.example' to='b.example'>")]
    [InlineData("<message from='a.example' to='b.example'/><message/>")]
    [InlineData("<message from='a.example' to='b.example'><!-- no --></message>")]
    [InlineData("<message to='b.example'/>")]
    [InlineData("<message from='a.example'/>")]
    [InlineData("<message from='a.example' to='@b'/>")]
    [InlineData("<query from='a.example' to='b.example'/>")]
    [InlineData("<message xmlns='urn:x' from='a.example' to='b.example'/>")]
    public void What_is_no_stanza_is_refused_with_one_sentence(string xml)
    {
        var refused = Assert.Throws<FormatException>(() => Stanza.Parse(xml));
        Assert.Matches("^[A-Z].*\\.$", refused.Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused_with_one_sentence()
    {
        var refused = Assert.Throws<FormatException>(
            () => Stanza.Parse("<message from='a.example' to='b.example' id='" + '\ud800' + "'/>"));
        Assert.Contains("surrogate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_stanza_is_read_back_equal()
    {
        var stanza = Stanza.Parse(
            "<iq type='get' from='a.example' to='b.example' id='&lt;1>'><q xmlns='urn:q'>&amp;</q></iq>");
        Assert.Equal(stanza, Stanza.Parse(stanza.ToString()));
    }

    [Theory]
    [InlineData("remote-server-not-found", "cancel")]
    [InlineData("remote-server-timeout", "wait")]
    [InlineData("internal-server-error", "cancel")]
    [InlineData("resource-constraint", "wait")]
    [InlineData("service-unavailable", "cancel")]
    [InlineData("policy-violation", "modify")]
    [InlineData("not-authorized", "auth")]
    public void An_error_goes_back_with_swapped_addresses_and_the_same_id(string condition, string type)
    {
        // RFC 6120 8.3.1 items 1 to 3, 8.3.2.
        var reply = Stanza.Parse("<iq type='get' from='x@a.example/r' to='b.example' id='7'/>").ErrorReply(condition);
        Assert.Equal(
            Stanza.Parse(
                $"<iq type='error' from='b.example' to='x@a.example/r' id='7'><error type='{type}'>"
                + $"<{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"),
            reply);
        Assert.False(reply!.MayBeBounced);
    }

    [Theory]
    [InlineData("<message type='error' from='a.example' to='b.example'/>")]
    [InlineData("<iq type='result' id='1' from='a.example' to='b.example'/>")]
    public void No_error_answers_an_error_or_a_result(string xml)
    {
        // RFC 6120 8.3.1 item 8, 8.2.3 item 4.
        Assert.Null(Stanza.Parse(xml).ErrorReply("service-unavailable"));
    }

    [Fact]
    public void An_unknown_condition_is_a_mistake_of_the_caller()
    {
        var stanza = Stanza.Parse("<message from='a.example' to='b.example'/>");
        Assert.Throws<ArgumentException>(() => stanza.ErrorReply("no-such-condition"));
    }
}

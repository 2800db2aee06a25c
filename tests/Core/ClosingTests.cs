using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>We leave a bidirectional stream of ours: what the peer sends until it knows is not lost (RFC 6120 4.4).</summary>
public sealed class ClosingTests
{
    private static readonly Epoch Both = Tls with { Bidi = true };

    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true) { Bidi = true }, Policy.Default);

    [Fact]
    public void What_the_peer_sent_before_its_closing_tag_is_still_delivered()
    {
        // RFC 6120 4.4 item 2.
        var closing = Tell(new InitiatingState.Ready(Both, Peer, [ProofOf(Out)], [], Busy: false), new StreamInput.Finish());

        Assert.Contains(Tell(closing.State, Heard(new Heard.Stanza(Incoming))).Acts, a => a is Act.Deliver);
    }

    // RFC 6120 4.4 item 2: the peer may have authorised the pair, and both ways, before it hears that we are leaving.
    [Fact]
    public void What_follows_the_features_behind_sasl_is_delivered_though_we_are_closing()
    {
        var epoch = Sasl with { Bidi = true };
        var closing = Tell(new InitiatingState.AwaitingHeader(epoch), new StreamInput.Finish()).State;
        Assert.DoesNotContain(Tell(closing, Heard(new Heard.Stanza(Incoming))).Acts, a => a is Act.Deliver);

        closing = Tell(closing, Heard(new Heard.Header(Header()))).State;
        Assert.DoesNotContain(Tell(closing, Heard(new Heard.Stanza(Incoming))).Acts, a => a is Act.Deliver);

        var granted = Tell(closing, Heard(new Heard.Features(StreamFeatures.None)));
        Assert.Empty(granted.Acts);
        Assert.Contains(
            Tell(granted.State, Heard(new Heard.Stanza(Incoming))).Acts, a => a is Act.Deliver { Proof.Pair: var p } && p == In);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void What_follows_the_answer_to_our_key_is_delivered_though_we_are_closing(bool bidi, bool valid, bool delivered)
    {
        var awaiting = new InitiatingState.AwaitingAnswer(Tls with { Bidi = bidi }, Peer);
        var closing = Tell(awaiting, new StreamInput.Finish()).State;
        // XEP-0238 4.2: features may come late.
        closing = Tell(closing, Heard(new Heard.Features(StreamFeatures.None))).State;

        var answered = Tell(closing, Heard(new Heard.ResultAnswer(Out, valid ? new Verdict.Valid() : new Verdict.Invalid())));

        Assert.IsType<InitiatingState.Closing>(answered.State);
        Assert.Equal(delivered, Tell(answered.State, Heard(new Heard.Stanza(Incoming))).Acts.Any(a => a is Act.Deliver));
    }

    private static StreamStep<InitiatingState> Tell(InitiatingState state, StreamInput input) =>
        InitiatingStream.Step(Carrying, Here, state, input);

    private static StreamInput.Received Heard(Heard heard) => new(heard, false, new StreamId("fresh"));
}

using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What both sides say that they take (XEP-0478), and what becomes of a peer that takes nothing.</summary>
public sealed class StreamLimitsTests
{
    private static readonly Stanza Short = Saying("x");
    private static readonly Stanza Long = Saying(new string('x', 20_000));

    private readonly ServerContext _server = new()
    {
        Domains = [Local],
        Keys = Keys,
        Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always },
    };

    private readonly Dictionary<TimerId, Output.SetTimer> _timers = [];
    private FederationState _state = FederationState.Initial;
    private long _submitted;

    [Fact]
    public void Limits_are_read_as_they_are_written()
    {
        var limits = new StreamLimits(10_000, TimeSpan.FromSeconds(1_800));
        var features = Assert.IsType<Heard.Features>(
            Grammar.Grammar.Understand(Phrases.Features(new StreamFeatures { StartTls = true, Limits = limits }))).Value;

        Assert.Equal(limits, features.Limits);
        Assert.True(features.Others.IsEmpty);
        // RFC 6120 5.3.1: what is told beside STARTTLS is no feature that could be negotiated.
        Assert.True(features.StartTlsRequired);
    }

    [Theory]
    [InlineData("<max-bytes>10000</max-bytes>", 10_000L, null)]
    [InlineData("<idle-seconds> 60 </idle-seconds>", null, 60)]
    [InlineData("<max-bytes>many</max-bytes><idle-seconds>-1</idle-seconds>", null, null)]
    [InlineData("<idle-seconds>9223372036854775807</idle-seconds>", null, int.MaxValue)]
    [InlineData("<max-bytes>99999999999999999999</max-bytes>", null, null)]
    public void One_of_the_limits_is_enough_and_none_that_is_no_number_counts(string inside, long? bytes, int? seconds)
    {
        // XEP-0478 3.1: either may be missing.
        var limits = new Element(Namespaces.StreamLimits, "limits");
        foreach (var part in inside.Split("><"))
        {
            var (name, text) = (part.TrimStart('<').Split('>')[0], part.TrimStart('<').Split('>')[1].Split('<')[0]);
            limits = limits.With(new Element(Namespaces.StreamLimits, name).WithText(text));
        }

        Assert.Equal(
            new StreamLimits(bytes, seconds is { } s ? TimeSpan.FromSeconds(s) : null),
            StreamLimits.In(new Element(Namespaces.Streams, "features").With(limits)));
    }

    [Fact]
    public void Every_set_of_features_tells_our_limits_unless_it_demands_TLS()
    {
        var clear = new ReceivingState.AwaitingHeader(Epoch.Clear, null);
        Assert.Equal(StreamLimits.Of(_server.Limits), FeaturesFor(clear, _server)!.Limits);
        Assert.Equal(StreamLimits.None, FeaturesFor(clear, _server with { Policy = Policy.Default })!.Limits);
        Assert.Equal(StreamLimits.Of(_server.Limits), FeaturesFor(new ReceivingState.AwaitingHeader(Tls, null), _server)!.Limits);
        var proof = Evidence.Verified.ByCertificate(In, Theirs);
        Assert.Equal(StreamLimits.Of(_server.Limits), FeaturesFor(new ReceivingState.AwaitingHeader(Sasl, proof), _server)!.Limits);
    }

    [Fact]
    public void Nobody_is_refused_for_want_of_more_than_limits()
    {
        // A peer that tells limits and offers nothing has no features to choose from (flavour F1).
        Assert.True(new StreamFeatures { Limits = StreamLimits.Of(_server.Limits) }.OfferNothing);
        Assert.False(new StreamFeatures { Dialback = true }.OfferNothing);
    }

    [Fact]
    public void A_stanza_that_is_longer_than_the_peer_takes_goes_back_and_the_others_go_on()
    {
        // XEP-0478 4; INV-36: in their order.
        Submit(Short);
        Submit(Long);
        Submit(Short);
        Submit(Long);
        var outputs = Opened(new StreamLimits(10_000, null));

        Assert.Equal([1, 3], outputs.OfType<Output.SendStanza>().Select(s => s.Ticket.Number));
        var returned = outputs.OfType<Output.Settle>().ToDictionary(s => s.Ticket.Number, s => Assert.IsType<StanzaFate.Returned>(s.Fate));
        Assert.Equal([2, 4], returned.Keys.Order());
        Assert.All(returned.Values, r => Assert.Equal("policy-violation", r.Condition));
        Assert.Contains(Submit(Long).OfType<Output.Settle>(), s => s.Fate is StanzaFate.Returned);
        Assert.Single(Submit(Short).OfType<Output.SendStanza>());
    }

    [Fact]
    public void More_stanzas_that_are_too_long_than_a_writer_takes_do_not_block_the_rest()
    {
        for (var i = 0; i < 2 * _server.Limits.StanzasInFlightMax; i++)
        {
            Submit(Long);
        }

        Submit(Short);

        Assert.Single(Opened(new StreamLimits(10_000, null)).OfType<Output.SendStanza>());
    }

    [Fact]
    public void The_error_for_a_stanza_that_is_too_long_names_no_author()
    {
        // XEP-0478 4: it "SHOULD NOT contain a 'by' attribute".
        var error = Long.ErrorReply("policy-violation")!.Element.Child(Namespaces.Server, "error")!;
        Assert.Null(error.Attribute("by"));
        Assert.NotNull(error.Child(Namespaces.StanzaErrors, "policy-violation"));
    }

    [Fact]
    public void New_features_bring_new_limits_and_TLS_takes_the_old_ones_away()
    {
        // XEP-0478 4; INV-19.
        var limits = new StreamLimits(10_000, null);
        var said = limits.After(Heard(new Heard.Features(new StreamFeatures { Limits = limits with { BytesMax = 20_000 } })));
        Assert.Equal(20_000, said.BytesMax);
        Assert.Equal(said, said.After(Heard(new Heard.CloseTag())));
        Assert.Equal(StreamLimits.None, said.After(Heard(new Heard.Features(StreamFeatures.None))));
        Assert.Equal(StreamLimits.None, said.After(new StreamInput.Secured(Theirs)));
    }

    [Theory]
    [InlineData(null, 1_800)]
    [InlineData(100_000, 1_800)]
    [InlineData(840, 378)]
    [InlineData(1, 10)]
    public void We_close_an_idle_stream_before_the_peer_does(int? theirs, int period)
    {
        // An idle stream is closed in the second period at the latest.
        var limits = new StreamLimits(null, theirs is { } s ? TimeSpan.FromSeconds(s) : null);
        Assert.Equal(TimeSpan.FromSeconds(period), limits.IdlePeriod(TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void A_peer_that_takes_nothing_is_dropped_and_its_stanzas_are_unconfirmed()
    {
        // LIV-1, INV-37.
        Submit(Short);
        Submit(Short);
        Opened(StreamLimits.None);
        var stream = _state.Outgoing.Keys.Single();

        var outputs = Fire(stream);

        Assert.Contains(new Output.Disconnect(stream, AtOnce: true), outputs);
        var fates = Tell(new Input.OnStream(stream, new StreamInput.Disconnected())).OfType<Output.Settle>();
        Assert.Equal([1, 2], fates.Where(f => f.Fate is StanzaFate.Unconfirmed).Select(f => f.Ticket.Number));
        Assert.Empty(_state.Outgoing);
    }

    [Fact]
    public void A_peer_that_takes_little_keeps_its_stream()
    {
        Submit(Short);
        Submit(Short);
        Opened(StreamLimits.None);
        var stream = _state.Outgoing.Keys.Single();
        for (var i = 0; i < 10; i++)
        {
            Submit(Short);
            Tell(new Input.Wrote(stream));
            Fire(stream);
            Assert.IsType<InitiatingState.Ready>(_state.Outgoing[stream].State);
            Assert.Equal(Deadline.Writing, _state.Outgoing[stream].Watch!.Deadline);
        }
    }

    [Fact]
    public void Once_all_is_written_the_stream_is_idle_for_as_long_as_the_peer_allows()
    {
        Submit(Short);
        Opened(new StreamLimits(null, TimeSpan.FromSeconds(840)));
        var stream = _state.Outgoing.Keys.Single();
        Tell(new Input.Wrote(stream));
        Fire(stream);

        var watch = _state.Outgoing[stream].Watch!;
        Assert.Equal((Deadline.Idle, TimeSpan.FromSeconds(378)), (watch.Deadline, _timers[watch.Timer].Length));
        Fire(stream);
        Assert.IsType<InitiatingState.Closing>(_state.Outgoing[stream].State);
    }

    private Seq<Output> Fire(ConnectionId stream) => Tell(new Input.TimedOut(_state.Outgoing[stream].Watch!.Timer));

    private Seq<Output> Submit(Stanza stanza) => Tell(new Input.Submitted(new StanzaTicket(++_submitted), stanza));

    // What happens in the step that makes the stream ready.
    private Seq<Output> Opened(StreamLimits limits)
    {
        var target = new Target("s1.example", 5269, DirectTls: false);
        Tell(new Input.Resolved(new Errand.Carry(Out), new Resolution.Found([target])));
        var stream = _state.Outgoing.Keys.Single();
        Tell(new Input.OnStream(stream, new StreamInput.Connected()));
        Tell(new Input.OnStream(stream, Heard(new Heard.Header(Header()))));
        Tell(new Input.OnStream(stream, Heard(new Heard.Features(new StreamFeatures { Dialback = true, Limits = limits }))));
        return Tell(new Input.OnStream(stream, Heard(new Heard.ResultAnswer(Out, new Verdict.Valid()))));
    }

    private Seq<Output> Tell(Input input)
    {
        (_state, var outputs) = Federation.Step(_server, _state, input);
        foreach (var set in outputs.OfType<Output.SetTimer>())
        {
            _timers[set.Timer] = set;
        }

        return outputs;
    }

    private static StreamFeatures? FeaturesFor(ReceivingState state, ServerContext server) =>
        ReceivingStream.Step(server, state, Heard(new Heard.Header(Header()))).Acts.OfType<Act.Say>()
            .Select(s => Grammar.Grammar.Understand(s.Item)).OfType<Heard.Features>().Single().Value;

    private static StreamInput.Received Heard(Heard what) => new(what, false, new StreamId("fresh"));

    private static Stanza Saying(string body)
    {
        var message = new Element(Namespaces.Server, "message").With("from", Local.Name).With("to", Remote.Name)
            .With(new Element(Namespaces.Server, "body").WithText(body));
        Assert.True(Stanza.TryCreate(message, out var stanza, out _));
        return stanza!;
    }
}

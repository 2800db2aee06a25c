using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>
/// What the recordings taught: a server that refuses before it has understood our header sends a header without
/// version and id, and then the reason (prosody-idle-connect, prosody-xml-1.1).
/// </summary>
public sealed class BareHeaderTests
{
    private static readonly InitiatingContext Context = new(
        new Errand.Carry(new(Domain.Parse("a.example"), Domain.Parse("b.example"))),
        new Method(Security.StartTls, External: true), Policy.Default);

    private static readonly ServerContext Server = new() { Domains = [Domain.Parse("a.example")], Keys = new NoKeys() };

    [Fact]
    public void The_error_behind_a_bare_header_is_the_reason()
    {
        var step = Step(AfterBareHeader(), new Heard.StreamError(StreamCondition.ConnectionTimeout, "too slow"));

        Assert.Equal(
            new Refusal(Flavour.E2, "connection-timeout", "too slow", HeaderSeen: true),
            Assert.Single(step.Acts.OfType<Act.Conclude>()).Refusal);
    }

    [Fact]
    public void A_refusal_behind_a_bare_header_ends_the_attempt()
    {
        // The peer has not understood our header; another method would bring it the same one.
        var step = Step(AfterBareHeader(), new Heard.StreamError(StreamCondition.PolicyViolation, null));

        var refusal = Assert.Single(step.Acts.OfType<Act.Conclude>()).Refusal;
        Assert.Equal(new Refusal(Flavour.H2, "policy-violation", HeaderSeen: true), refusal);
        Assert.Null(Fallback.StepDown(refusal, Context.Method, Context.Policy));
        Assert.False(Fallback.MayTryNextTarget(refusal, Context.Method));
    }

    [Fact]
    public void Silence_behind_a_bare_header_is_told_as_the_missing_id()
    {
        var step = InitiatingStream.Step(Context, Server, AfterBareHeader(), new StreamInput.TimedOut());

        Assert.Equal(
            new Refusal(Flavour.H2, "missing-id", HeaderSeen: true),
            Assert.Single(step.Acts.OfType<Act.Conclude>()).Refusal);
    }

    [Fact]
    public void Anything_else_behind_a_bare_header_is_told_as_the_missing_id()
    {
        var step = Step(AfterBareHeader(), new Heard.Features(StreamFeatures.None));

        Assert.Equal(Flavour.H2, Assert.Single(step.Acts.OfType<Act.Conclude>()).Refusal.Flavour);
    }

    private static InitiatingState AfterBareHeader()
    {
        var header = new StreamHeader { ContentNamespace = "jabber:server", DeclaresDialback = true };
        var step = Step(new InitiatingState.AwaitingHeader(Epoch.Clear), new Heard.Header(header));
        Assert.Empty(step.Acts);
        return step.State;
    }

    private static StreamStep<InitiatingState> Step(InitiatingState state, Heard heard) =>
        InitiatingStream.Step(Context, Server, state, new StreamInput.Received(heard, false, default));

    private sealed class NoKeys : IDialbackKeys
    {
        public string Make(DomainPair pair, StreamId id) => throw new InvalidOperationException("No key is due.");

        public bool IsOurs(DomainPair pair, StreamId id, string key) => false;
    }
}

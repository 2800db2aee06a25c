using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>A shutdown finds streams in every state, also in those that are over.</summary>
public sealed class ShutdownTests
{
    private static readonly IDialbackKeys Keys = new HmacDialbackKeys("secret"u8);

    [Fact]
    public void An_outgoing_stream_that_is_closing_goes_on_closing()
    {
        var pair = new DomainPair(SocketPair.A, SocketPair.B);
        var context = new InitiatingContext(
            new Errand.Carry(pair), new Method(Security.Clear, false), Policy.Default);
        var server = new ServerContext { Domains = [pair.Sender], Keys = Keys };
        var state = new InitiatingState.Closing();
        var step = InitiatingStream.Step(context, server, state, new StreamInput.Finish());
        Assert.Equal(new StreamStep<InitiatingState>(state, []), step);
    }

    [Fact]
    public void An_incoming_stream_that_is_closing_goes_on_closing()
    {
        var context = new ServerContext { Domains = [SocketPair.A], Keys = Keys };
        var state = new ReceivingState.Closing([]);
        var step = ReceivingStream.Step(context, state, new StreamInput.Finish());
        Assert.Equal(new StreamStep<ReceivingState>(state, []), step);
    }
}

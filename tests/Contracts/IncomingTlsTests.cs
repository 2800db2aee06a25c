using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class IncomingTlsTests
{
    [Fact]
    public void STARTTLS_presents_the_certificate_of_the_domain_that_was_addressed()
    {
        // RFC 6120 13.7.2.1: the initiator looks for the domain of its `to` in the certificate, with SNI or without.
        var context = new ServerContext
        {
            Domains = [Domain.Parse("c.example"), SocketPair.B],
            Keys = new HmacDialbackKeys("secret"u8),
        };
        var session = new Session(Epoch.Clear, SocketPair.B, SocketPair.A, new StreamId("1"));
        var state = new ReceivingState.Negotiating(session, new StreamFeatures { StartTls = true }, [], 0);
        var input = new StreamInput.Received(new Heard.StartTls(), BytesBehind: false, default);
        var step = ReceivingStream.Step(context, state, input);
        Assert.Contains(new Act.BeginTls(SocketPair.B), step.Acts);
    }
}

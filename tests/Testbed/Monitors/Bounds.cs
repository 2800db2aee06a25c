using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-34: who is not authenticated is not listened to at length. Of what was heard only the text is left to measure;
/// that is less than what came.
/// </summary>
internal sealed class StrangersAreKeptShort() : PropertyMonitor("INV-34")
{
    private static readonly int BytesMax = Limits.Default.UnauthenticatedElementBytesMax;

    public override void OnStep(Stepped stepped)
    {
        switch (stepped.Heard)
        {
            case Heard.Broken(XmlViolation.TooLarge, _):
                Exercise();
                break;
            case { } heard when LengthOf(heard) > BytesMax && stepped.PageOf(stepped.On) is { GrantsAnything: false } page:
                Break($"{stepped.Server.Name} has read {LengthOf(heard)} bytes of a stranger on {page.Connection.Name}");
                break;
        }
    }

    private static int LengthOf(Heard heard) => heard switch
    {
        Heard.Stanza(var stanza) => ElementText.Render(stanza.Element).Length,
        Heard.ResultRequest(_, var key) => key.Length,
        Heard.VerifyRequest(_, _, var key) => key.Length,
        Heard.Auth(_, { } response) => response.Length,
        _ => 0,
    };
}

/// <summary>
/// INV-35: a connection that is gone stays gone. What is still told of it, such as a write that failed behind its end,
/// sets nothing going on it.
/// </summary>
internal sealed class WhatIsGoneStaysGone() : PropertyMonitor("INV-35")
{
    private readonly HashSet<Spot> _gone = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Input is not Input.OnStream(var on, var what))
        {
            Judge(stepped);
            return;
        }

        if (_gone.Contains(stepped.At(on)))
        {
            Exercise();
        }

        Judge(stepped);
        if (what is StreamInput.Disconnected or StreamInput.ConnectFailed)
        {
            _gone.Add(stepped.At(on));
        }
    }

    private void Judge(Stepped stepped)
    {
        if (_gone.Count == 0)
        {
            return;
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (ConnectionOf(output) is { } connection && _gone.Contains(stepped.At(connection)))
            {
                Break($"{stepped.Server.Name} sets {output.GetType().Name} going on {connection}, which is gone");
            }
        }
    }

    private static ConnectionId? ConnectionOf(Output output) => output switch
    {
        Output.Send send => send.Connection,
        Output.SendStanza sending => sending.Connection,
        Output.BeginTls tls => tls.Connection,
        Output.ExpectHeader header => header.Connection,
        Output.RaiseLimits limits => limits.Connection,
        Output.Disconnect disconnect => disconnect.Connection,
        Output.Deliver delivery => delivery.Connection,
        Output.Admitted admitted => admitted.Connection,
        _ => null,
    };
}

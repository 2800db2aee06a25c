using System.Buffers;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// A simulated peer that accepts streams and has no task of its own: it answers within the delivery of what it is
/// told. What it answers is <see cref="PeerScript"/>'s to say.
/// </summary>
internal static class PassivePeer
{
    public static void Listen(Execution execution, ServerDefinition server) => execution.Network.Listen(
        server.Name.Name,
        new Listener(() => new PassiveEnd(server, execution), (end, directTls) => ((PassiveEnd)end).Begin(directTls)));
}

/// <summary>A passive peer's end of one connection: it reads, asks its script, and says what the script says.</summary>
internal sealed class PassiveEnd : ConnectionEnd
{
    private readonly ElementReader _reader = new(new ReaderLimits(1 << 20, 64, 64));
    private readonly ElementWriter _writer = new();
    private readonly PeerScript _script;

    public PassiveEnd(ServerDefinition server, Execution execution)
    {
        Server = server.Name.Name;
        _script = new PeerScript(server, execution, this);
    }

    public override string Server { get; }

    public void Begin(bool directTls) => Perform(_script.Accepted(directTls));

    public override void Arrive(ReadOnlyMemory<byte> bytes)
    {
        _reader.Feed(bytes.Span);
        while (!IsClosed && !AwaitsTls && _reader.TryRead(out var item))
        {
            Perform(_script.Answer(Grammar.Understand(item)));
        }
    }

    public override void ArriveEnd() => End();

    public override void Break(string how) => IsClosed = true;

    public override void CompleteTls(TlsResult result)
    {
        AwaitsTls = false;
        if (result.Certificate is { } certificate)
        {
            _reader.Reset();
            _script.Secured(certificate);
        }
        else
        {
            End();
        }
    }

    private void Perform(Seq<PeerAct> acts)
    {
        foreach (var act in acts)
        {
            switch (act)
            {
                case PeerAct.Say(var item):
                    var output = new ArrayBufferWriter<byte>();
                    _writer.Write(item, output);
                    Carry(output.WrittenMemory);
                    break;
                case PeerAct.SayBytes(var bytes):
                    Carry(bytes);
                    break;
                case PeerAct.BeginTls:
                    AwaitsTls = true;
                    Connection.OfferTls();
                    break;
                case PeerAct.ExpectHeader:
                    _reader.Restart();
                    break;
                case PeerAct.End:
                    End();
                    break;
            }
        }
    }

    private void Carry(ReadOnlyMemory<byte> bytes)
    {
        if (!IsClosed)
        {
            Connection.Carry(this, bytes);
        }
    }

    private void End()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Connection.Finish(this);
        }
    }
}

/// <summary>What a passive peer does next.</summary>
internal abstract record PeerAct
{
    private PeerAct()
    {
    }

    public sealed record Say(WireItem Item) : PeerAct;

    /// <summary>Bytes that no writer of ours would write.</summary>
    public sealed record SayBytes(ReadOnlyMemory<byte> Bytes) : PeerAct;

    public sealed record BeginTls : PeerAct;

    public sealed record ExpectHeader : PeerAct;

    /// <summary>End the connection without another word.</summary>
    public sealed record End : PeerAct;
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// A simulated peer that accepts streams and has no task of its own: it answers within the delivery of what it is
/// told. It does what the standards show, except where its flavours say otherwise.
/// </summary>
internal static class PassivePeer
{
    public static void Listen(Execution execution, ServerDefinition server) => execution.Network.Listen(
        server.Name.Name,
        new Listener(() => new PassiveEnd(server, execution), (end, directTls) => ((PassiveEnd)end).Begin(directTls)));
}

/// <summary>A passive peer's end of one connection.</summary>
internal sealed class PassiveEnd(ServerDefinition server, Execution execution) : ConnectionEnd
{
    private readonly ElementReader _reader = new(new ReaderLimits(1 << 20, 64, 64));
    private readonly ElementWriter _writer = new();
    private Epoch _epoch = Epoch.Clear;
    private Domain? _peer;
    private int _ids;
    private bool _hasAnswered;

    public override string Server => server.Name.Name;

    public void Begin(bool directTls)
    {
        if (directTls)
        {
            AwaitTls();
        }
    }

    public override void Arrive(ReadOnlyMemory<byte> bytes)
    {
        _reader.Feed(bytes.Span);
        while (!IsClosed && !AwaitsTls && _reader.TryRead(out var item))
        {
            Hear(Grammar.Understand(item));
        }
    }

    public override void ArriveEnd() => Close();

    public override void Break(string how) => IsClosed = true;

    public override void CompleteTls(TlsResult result)
    {
        AwaitsTls = false;
        if (result.Certificate is { } certificate)
        {
            _reader.Reset();
            _epoch = new Epoch(certificate, false);
        }
        else
        {
            Close();
        }
    }

    private void Hear(Heard heard)
    {
        switch (heard)
        {
            case Heard.Header(var header):
                Greet(header);
                break;
            case Heard.StartTls:
                Say(Phrases.Proceed);
                AwaitTls();
                break;
            case Heard.Auth when Refuses("A1"):
                Say(Phrases.SaslFailure(SaslCondition.NotAuthorized));
                break;
            case Heard.Auth:
                Say(Phrases.Success);
                _epoch = _epoch with { Authenticated = true };
                _reader.Restart();
                break;
            case Heard.ResultRequest request:
                Say(Phrases.ResultAnswer(request.Pair, new Verdict.Valid()));
                break;
            case Heard.VerifyRequest request:
                var ours = new SymbolicKeys(Server).IsOurs(request.Pair, request.Id, request.Key);
                Say(Phrases.VerifyAnswer(request.Pair, request.Id, ours ? new Verdict.Valid() : new Verdict.Invalid()));
                break;
            case Heard.Stanza(var stanza):
                execution.Arrived(Server, stanza);
                break;
            case Heard.CloseTag or Heard.StreamError or Heard.Broken:
                Say(Phrases.StreamEnd);
                Close();
                break;
        }
    }

    private void Greet(StreamHeader header)
    {
        _peer = Domain.TryParse(header.From, out var peer) ? peer : null;
        var local = Domain.TryParse(header.To, out var to) && server.Serves.Contains(to) ? to : server.Name;
        var id = new StreamId($"{Server}-{Connection.Name}-{++_ids}");
        Say(Phrases.Header(local, _peer, id, StreamVersion.One));
        Answer(early: true, local);
        Say(Phrases.Features(Features()));
        Answer(early: false, local);
    }

    private StreamFeatures Features() => _epoch switch
    {
        { Authenticated: true } => StreamFeatures.None,
        { Encrypted: false } => new StreamFeatures { StartTls = true, StartTlsRequired = true },
        _ => new StreamFeatures
        {
            Mechanisms = Refuses("A1") || (_peer is { } peer && server.Policy.AllowsExternal(_epoch, peer)) ? ["EXTERNAL"] : [],
            Dialback = true,
            DialbackErrors = true,
        },
    };

    // D5: an answer to a request that was never made, or for a pair that nobody spoke of, before or after features.
    private void Answer(bool early, Domain local)
    {
        if (!Refuses("D5") || !_epoch.Encrypted || _peer is not { } peer || _hasAnswered)
        {
            return;
        }

        DomainPair?[] pairs = [null, new(peer, local), new(Domain.Parse("elsewhere.example"), local)];
        var pick = pairs[execution.Engine.Choose(
            pairs.Length, i => $"unsolicited {(early ? "before" : "after")} features {LinkName} {pairs[i]?.ToString() ?? "none"}")];
        if (pick is { } pair)
        {
            _hasAnswered = true;
            Say(Phrases.ResultAnswer(pair, new Verdict.Valid()));
        }
    }

    private bool Refuses(string flavour) => server.Peer?.Flavours.Contains(flavour) ?? false;

    private void AwaitTls()
    {
        AwaitsTls = true;
        Connection.OfferTls();
    }

    private void Say(params Seq<WireItem> items)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            _writer.Write(item, output);
        }

        if (!IsClosed)
        {
            Connection.Carry(this, output.WrittenMemory);
        }
    }

    private void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Connection.Finish(this);
        }
    }
}

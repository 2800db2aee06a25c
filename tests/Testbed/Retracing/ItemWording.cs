using System.Buffers;
using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// What an item of the checker is on the wire of the engines: ids of streams and keys, which are symbols there, are here
/// what a server draws and makes. An id whose stream is gone stays the symbol that it is.
/// </summary>
internal sealed class ItemWording(CoreWorld world, ConnectionBook book)
{
    // What elements rely on; every header declares the same.
    private static readonly WireItem Root =
        Phrases.Header(Domain.Parse("from.invalid"), Domain.Parse("to.invalid"), null, StreamVersion.One);

    /// <summary>The XML of an item.</summary>
    /// <param name="state">The state in which it is said, with numbers in its connections.</param>
    public string Of(CoreState state, WireItem item)
    {
        var real = item.Renamed(new RealIds(IdsIn(state)));
        var output = new ArrayBufferWriter<byte>();
        var writer = new ElementWriter();
        if (real is not WireItem.Opened)
        {
            writer.Write(Root, new ArrayBufferWriter<byte>());
        }

        writer.Write(WithRealKeys(real), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private Dictionary<StreamId, StreamId> IdsIn(CoreState state)
    {
        var ids = new Dictionary<StreamId, StreamId>();
        for (var server = 0; server < world.Servers.Count; server++)
        {
            foreach (var (connection, stream) in state.Servers[server].Value.Core.Incoming)
            {
                if (SessionOf(stream.State) is { } session && book.StreamOf(state, server, connection) is { } real)
                {
                    ids[session.Id] = real;
                }
            }
        }

        return ids;
    }

    private static Session? SessionOf(ReceivingState state) => state switch
    {
        ReceivingState.Negotiating s => s.Session,
        ReceivingState.AwaitingResponse s => s.Before.Session,
        ReceivingState.Established s => s.Session,
        _ => null,
    };

    private static WireItem WithRealKeys(WireItem item) => item is WireItem.Whole({ Namespace: Namespaces.Dialback } element)
        ? new WireItem.Whole(element with
        {
            Children = element.Children.Select(c => c is XmlText text ? new XmlText(RealKey(text.Value)) : c).ToSeq(),
        })
        : item;

    // As SymbolicKeys makes it: key, whose, of which pair, for which stream.
    private static string RealKey(string text) => text.Split(':') is ["key", var life, var sender, var target, var id]
        ? new HmacDialbackKeys(Encoding.UTF8.GetBytes(NegotiatorServer.SecretOf(life)))
            .Make(new DomainPair(Domain.Parse(sender), Domain.Parse(target)), new StreamId(id))
        : text;

    private sealed class RealIds(Dictionary<StreamId, StreamId> ids) : Names
    {
        public override StreamId Of(StreamId id) => ids.GetValueOrDefault(id, id);
    }
}

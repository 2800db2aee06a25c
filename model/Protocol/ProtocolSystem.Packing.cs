using System.Buffers.Binary;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Protocol;

/// <content>States as a few numbers: each server, and all else, is stored once and named from then on.</content>
internal sealed partial class ProtocolSystem
{
    private readonly Interner<Server> _servers = new();
    private readonly Interner<Row<Link>> _links = new();
    private readonly Interner<World> _rest = new();

    public int PackedBytesMax => (scope.Servers.Length + 2) * sizeof(int);

    public int Pack(World state, Span<byte> packed)
    {
        var at = 0;
        foreach (var server in state.Servers.Span)
        {
            at = Put(packed, at, _servers[server]);
        }

        at = Put(packed, at, _links[state.Links]);
        return Put(packed, at, _rest[state with { Servers = [], Links = [] }]);
    }

    public World Unpack(ReadOnlySpan<byte> packed)
    {
        var at = 0;
        var servers = new Server[scope.Servers.Length];
        for (var i = 0; i < servers.Length; i++)
        {
            servers[i] = _servers.At(Get(packed, ref at));
        }

        var links = _links.At(Get(packed, ref at));
        return _rest.At(Get(packed, ref at)) with { Servers = new Row<Server>(servers), Links = links };
    }

    private static int Put(Span<byte> packed, int at, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(packed[at..], number);
        return at + sizeof(int);
    }

    private static int Get(ReadOnlySpan<byte> packed, ref int at)
    {
        var number = BinaryPrimitives.ReadInt32LittleEndian(packed[at..]);
        at += sizeof(int);
        return number;
    }
}

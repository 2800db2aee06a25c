
namespace Xmpp.Federation.Testbed.Checking;

/// <content>
/// States in few bytes: the numbers of their parts, in seven bits a byte. What a number means stands in the tables of this
/// system, so a packed state is of use to it alone.
/// </content>
internal sealed partial class CoreSystem
{
    private const int NumberBytesMax = 5;

    /// <summary>More connections than any scope has at once.</summary>
    private const int LinksMax = 32;

    public int PackedBytesMax => NumberBytesMax * (World.Servers.Count + 1 + LinksMax);

    public int Pack(CoreState state, Span<byte> packed)
    {
        var length = Write(state.World.Id, packed, 0);
        foreach (var server in state.Servers.AsSpan())
        {
            length = Write(server.Id, packed, length);
        }

        foreach (var link in state.Links.AsSpan())
        {
            length = Write(link.Id, packed, length);
        }

        return length;
    }

    public CoreState Unpack(ReadOnlySpan<byte> packed)
    {
        var at = 0;
        var world = WorldParts[Read(packed, ref at)];
        var servers = new Interned<ServerPart>[World.Servers.Count];
        for (var i = 0; i < servers.Length; i++)
        {
            servers[i] = Parts[Read(packed, ref at)];
        }

        var links = new List<Interned<Link>>();
        while (at < packed.Length)
        {
            links.Add(LinkParts[Read(packed, ref at)]);
        }

        return new CoreState([.. servers], [.. links], world) { IsCanonical = true };
    }

    private static int Write(int number, Span<byte> packed, int at)
    {
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7)
        {
            packed[at++] = (byte)(rest | 0x80);
        }

        packed[at++] = (byte)rest;
        return at;
    }

    private static int Read(ReadOnlySpan<byte> packed, ref int at)
    {
        var (number, shift) = (0u, 0);
        while ((packed[at] & 0x80) != 0)
        {
            number |= (uint)(packed[at++] & 0x7F) << shift;
            shift += 7;
        }

        return (int)(number | ((uint)packed[at++] << shift));
    }
}

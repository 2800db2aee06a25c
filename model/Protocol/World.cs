namespace Xmpp.Federation.Model.Protocol;

/// <summary>A connection between two servers, or between an attacker and a server.</summary>
/// <param name="Number">Its number: of its own among all that ever were, and the same in whatever order they were made.</param>
/// <param name="Initiator">The server that made it; <see cref="Attacker"/> for an attacker.</param>
/// <param name="Receiver">The server that accepted it.</param>
/// <param name="Forth">What is under way to the receiver, the oldest first.</param>
/// <param name="Back">What is under way to the initiator.</param>
internal readonly record struct Link(ushort Number, byte Initiator, byte Receiver, Row<Message> Forth, Row<Message> Back)
{
    /// <summary>Who is no server.</summary>
    public const byte Attacker = 255;

    /// <summary>It is broken: what was under way is lost, and each side is yet to notice.</summary>
    public bool IsCut { get; init; }

    /// <summary>Nobody is left at the initiator's end.</summary>
    public bool IsLeftByInitiator { get; init; }

    /// <summary>Nobody is left at the receiver's end.</summary>
    public bool IsLeftByReceiver { get; init; }

    public bool IsAttackers => Initiator == Attacker;

    /// <summary>What is under way to one side.</summary>
    public Row<Message> To(bool receiver) => receiver ? Forth : Back;

    public Link With(bool toReceiver, Row<Message> queue) => toReceiver ? this with { Forth = queue } : this with { Back = queue };
}

/// <summary>One state of the world: what every server has said and heard, and what is under way.</summary>
internal sealed record World
{
    public Row<Server> Servers { get; init; }

    public Row<Link> Links { get; init; }

    /// <summary>The stanzas of each wanted pair that nobody has sent yet.</summary>
    public Row<byte> Waiting { get; init; }

    /// <summary>How many connections were made, by each to each.</summary>
    public Row<byte> Made { get; init; }

    public byte Refusals { get; init; }

    public byte Cuts { get; init; }

    public byte Attacks { get; init; }

    /// <summary>The keys that the attacker has seen.</summary>
    public Row<Key> Seen { get; init; }

    /// <summary>The pairs whose authority was asked where the attacker could answer.</summary>
    public PairSet Tainted { get; init; }

    /// <summary>Where in <see cref="Links"/> a connection stands.</summary>
    public int LinkAt(ushort number) => Links.Find(l => l.Number == number);

    public World With(int server, Server changed) => this with { Servers = Servers.With(server, changed) };

    /// <summary>Says something on a connection.</summary>
    public World Send(ushort link, bool toReceiver, Message message)
    {
        var at = LinkAt(link);
        var gone = toReceiver ? Links[at].IsLeftByReceiver : Links[at].IsLeftByInitiator;
        return gone || Links[at].IsCut
            ? this
            : this with { Links = Links.With(at, Links[at].With(toReceiver, Links[at].To(toReceiver).Add(message))) };
    }
}

/// <summary>What can happen.</summary>
internal enum MoveKind : byte
{
    /// <summary>A server makes a connection towards a domain.</summary>
    Connect,

    /// <summary>A server says something.</summary>
    Say,

    /// <summary>What is under way arrives.</summary>
    Deliver,

    /// <summary>TLS is complete on a connection.</summary>
    Handshake,

    /// <summary>A connection breaks.</summary>
    Cut,

    /// <summary>One side has no longer to do with a connection.</summary>
    Leave,

    /// <summary>An attacker makes a connection.</summary>
    Intrude,

    /// <summary>An attacker says something, on its own connection or in the name of who is at one end.</summary>
    Inject,
}

/// <summary>One step of the world.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Server">To which server, or by which.</param>
/// <param name="Link">On which connection; 0 for a new one.</param>
/// <param name="ToReceiver">In which direction.</param>
/// <param name="Message">What is said or arrives; of a new connection, who is called.</param>
internal readonly record struct Move(MoveKind Kind, byte Server, ushort Link, bool ToReceiver, Message Message)
{
    public override string ToString() => Kind switch
    {
        MoveKind.Connect => $"server {Server} connects to {Message.Pair.Target}",
        MoveKind.Say => $"server {Server} says {Message} on {Link}",
        MoveKind.Deliver => $"{Message} arrives at server {Server} on {Link}",
        MoveKind.Handshake => $"TLS on {Link}",
        MoveKind.Cut => $"cut {Link}",
        MoveKind.Leave => $"server {Server} leaves {Link}",
        MoveKind.Intrude => $"an attacker connects to server {Server}",
        _ => $"an attacker says {Message} on {Link}",
    };
}

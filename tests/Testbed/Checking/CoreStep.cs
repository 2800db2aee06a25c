namespace Xmpp.Federation.Testbed.Checking;

/// <summary>One thing that can happen.</summary>
/// <param name="Kind">What.</param>
/// <param name="Server">The server that hears of it; negative where it is none's.</param>
/// <param name="Place">The connection, by its place in the state, or the stanza, question or timer that it is about.</param>
/// <param name="Detail">At which end, in which of several ways; see each kind.</param>
internal readonly record struct CoreStep(CoreStepKind Kind, int Server, int Place, int Detail = 0);

/// <summary>The kinds of steps.</summary>
internal enum CoreStepKind
{
    /// <summary>The application hands over stanza <c>Place</c>.</summary>
    HandOver,

    /// <summary>The name service answers question <c>Place</c>; <c>Detail</c> 1: it fails.</summary>
    Resolve,

    /// <summary>A connection is made; <c>Detail</c> 1: it is refused.</summary>
    Connect,

    /// <summary>Who was dialled hears of the connection.</summary>
    Accept,

    /// <summary>The first item under way to an end is heard; <c>Detail</c>: see <see cref="Delivery"/>.</summary>
    Deliver,

    /// <summary>An end hears that its connection is broken; <c>Detail</c> 1: the initiator's.</summary>
    Break,

    /// <summary>The handshake; its initiator hears of it at once. <c>Detail</c> is the <see cref="Network.TlsFault"/>.</summary>
    Handshake,

    /// <summary>Its receiver hears of it.</summary>
    Secured,

    /// <summary>An end hears that a stanza was written; <c>Detail</c> 1: the initiator's.</summary>
    Written,

    /// <summary>An end hears that its socket is gone; <c>Detail</c> 1: the initiator's.</summary>
    Closed,

    /// <summary>Timer <c>Place</c> fires because nothing else can happen; <c>Detail</c> 1: because the world lets it.</summary>
    Timer,

    /// <summary>The server hears of the timer that fired early.</summary>
    Ring,

    Cut,
    Reset,

    /// <summary>A server is lost with all that it knows.</summary>
    Lose,

    /// <summary>It comes back.</summary>
    Return,

    ShutDown,

    /// <summary>The attacker opens a connection to server <c>Place</c>; <c>Detail</c>: see <see cref="AttackerCall"/>.</summary>
    AttackerConnects,

    /// <summary>Nothing else can happen, and the attacker does nothing any more either.</summary>
    AttackerLeaves,

    /// <summary>The attacker says something on connection <c>Place</c>; <c>Detail</c>: see <see cref="Delivery"/>.</summary>
    AttackerSays,
}

/// <summary>How an attacker opens a connection.</summary>
/// <param name="Claim">As whom, by its place in <see cref="AttackerBounds.Claims"/>.</param>
/// <param name="How">How it begins.</param>
internal readonly record struct AttackerCall(int Claim, CallKind How)
{
    public int Packed => (Claim << 2) | (int)How;

    public static AttackerCall Of(int packed) => new(packed >> 2, (CallKind)(packed & 3));
}

/// <summary>How an attacker begins.</summary>
internal enum CallKind
{
    /// <summary>By a header in clear.</summary>
    InClear,

    /// <summary>By a header without a version (RFC 6120 4.7.5).</summary>
    WithoutVersion,

    /// <summary>By TLS; its header comes behind that.</summary>
    DirectTls,
}

/// <summary>What is said where.</summary>
/// <param name="ToInitiator">Whether the initiator hears it.</param>
/// <param name="BytesBehind">Whether more has arrived by then; for the attacker, unused.</param>
/// <param name="Item">For the attacker: the item.</param>
internal readonly record struct Delivery(bool ToInitiator, bool BytesBehind, int Item = 0)
{
    public int Packed => (Item << 2) | (BytesBehind ? 2 : 0) | (ToInitiator ? 1 : 0);

    public static Delivery Of(int packed) => new((packed & 1) != 0, (packed & 2) != 0, packed >> 2);
}

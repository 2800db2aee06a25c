namespace Xmpp.Federation.Core;

/// <summary>
/// One TCP connection of this server: dialled by it (numbered by the core) or accepted by it (numbered by the
/// shell). Only equality and order mean anything, so a checker may rename them.
/// </summary>
internal readonly record struct ConnectionId(bool Dialled, int Number) : IComparable<ConnectionId>
{
    public int CompareTo(ConnectionId other) =>
        Dialled == other.Dialled ? Number.CompareTo(other.Number) : Dialled.CompareTo(other.Dialled);

    public override string ToString() => $"{(Dialled ? "out" : "in")}/{Number}";
}

/// <summary>The application's handle of one stanza, until its fate is told.</summary>
internal readonly record struct StanzaTicket(long Number) : IComparable<StanzaTicket>
{
    public int CompareTo(StanzaTicket other) => Number.CompareTo(other.Number);

    public override string ToString() => $"#{Number}";
}

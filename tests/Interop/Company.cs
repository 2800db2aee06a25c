using System.Net;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>Who listens in on a meeting of a server and us, each on the way to one of them.</summary>
internal sealed class Relays(IPEndPoint server, IPEndPoint us) : IAsyncDisposable
{
    /// <summary>Where we dial the server for a stanza.</summary>
    public Relay ToServer { get; } = new(server);

    /// <summary>Where the server dials us.</summary>
    public Relay ToUs { get; } = new(us);

    /// <summary>Where we dial the server because it has dialled us: to ask about its key.</summary>
    public Relay ToAuthority { get; } = new(server);

    public async ValueTask DisposeAsync()
    {
        await ToServer.DisposeAsync();
        await ToUs.DisposeAsync();
        await ToAuthority.DisposeAsync();
    }
}

/// <summary>Who attends a meeting besides the two that meet.</summary>
internal sealed class Company : IAsyncDisposable
{
    private readonly List<Absentee> _absentees = [];

    public Relays? Relays { get; set; }

    /// <summary>An address where nobody is to be met; null if somebody shall be.</summary>
    public IPEndPoint? Absent(Absence how)
    {
        if (how == Absence.No)
        {
            return null;
        }

        var absentee = new Absentee(how);
        _absentees.Add(absentee);
        return absentee.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _absentees.ForEach(a => a.Dispose());
        if (Relays is { } relays)
        {
            await relays.DisposeAsync();
        }
    }
}

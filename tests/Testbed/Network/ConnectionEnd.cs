using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>One end of a simulated connection, as the network sees it.</summary>
internal abstract class ConnectionEnd
{
    /// <summary>The name of the server at this end.</summary>
    public abstract string Server { get; }

    public SimulatedConnection Connection { get; private set; } = null!;

    public ConnectionEnd Other { get; private set; } = null!;

    /// <summary>The link that carries what this end writes.</summary>
    public string LinkName { get; private set; } = "";

    /// <summary>Whether this end waits for the handshake.</summary>
    public bool AwaitsTls { get; protected set; }

    /// <summary>The handshake is over, and what arrives from now on belongs behind it, though this end has yet to hear so.</summary>
    public void PassTls() => AwaitsTls = false;

    /// <summary>Whether the server at this end has let the socket go.</summary>
    public bool IsClosed { get; protected set; }

    /// <summary>Whether the connection has failed here alone: nothing leaves or arrives, and the other end has yet to hear of it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The way of what this end writes.</summary>
    public Passage Way { get; } = new();

    /// <summary>How many bytes that this end has written are still under way.</summary>
    public int InFlight => Way.InFlight;

    /// <summary>How many bytes have arrived here and wait for a reader.</summary>
    public int Unread { get; protected set; }

    /// <summary>Whether a write of this end waits until the other one has read.</summary>
    public virtual bool AwaitsRoom => false;

    public void Join(SimulatedConnection connection, ConnectionEnd other, string linkName) =>
        (Connection, Other, LinkName) = (connection, other, linkName);

    public abstract void Arrive(ReadOnlyMemory<byte> bytes);

    public abstract void ArriveEnd();

    public abstract void Break(string how);

    public abstract void CompleteTls(TlsResult result);

    /// <summary>The connection fails here alone.</summary>
    public void Fail(string how)
    {
        HasFailed = true;
        Break(how);
    }

    /// <summary>There may be room again for what this end writes.</summary>
    public virtual void Relieve()
    {
    }
}

using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>One of the worlds in which the transport port keeps its contract. Bodies of tests know no more of it.</summary>
internal interface ITransportArm
{
    /// <summary>More bytes than a write gets rid of while nobody reads.</summary>
    int MoreThanFits { get; }

    /// <summary>Connects a.example, which dials, to b.example.</summary>
    Task<Pair> ConnectAsync(Ends ends);

    /// <summary>Makes a place where nobody accepts.</summary>
    /// <returns>How a.example dials it.</returns>
    Task<Func<CancellationToken, Task<ISocket>>> VacateAsync(Absence absence);

    /// <summary>Runs something beside the caller, in whatever order.</summary>
    Task Beside(Func<Task> body);

    /// <summary>Waits until nothing more happens of itself.</summary>
    Task SettleAsync();
}

/// <summary>Why nobody accepts.</summary>
internal enum Absence
{
    /// <summary>The connection is refused.</summary>
    Nobody,

    /// <summary>Nothing is answered, for a long time at least.</summary>
    Silence,
}

/// <summary>What is special about the ends of a connection.</summary>
internal sealed record Ends
{
    public static Ends Plain { get; } = new();

    /// <summary>What the client has to present.</summary>
    public CertificateState Client { get; init; }

    /// <summary>What the server has to present.</summary>
    public CertificateState Server { get; init; }

    public bool DirectTls { get; init; }

    /// <summary>Whether the server refuses the handshake, and when.</summary>
    public TlsFault Refusal { get; init; }
}

/// <summary>Both ends of one connection.</summary>
/// <param name="Client">The end of a.example, which has dialled and is the client of TLS.</param>
/// <param name="Server">The end of b.example.</param>
/// <param name="ServerVanishes">The server's process dies: its system ends the connection without TLS's leave.</param>
internal sealed record Pair(ISocket Client, ISocket Server, Action ServerVanishes)
{
    public Task<TlsResult> SecureClientAsync() => Client.SecureAsync(new TlsRequest(SocketPair.A, SocketPair.B));

    public Task<TlsResult> SecureServerAsync() => Server.SecureAsync(new TlsRequest(SocketPair.B, null));

    /// <summary>Performs the handshake at both ends.</summary>
    public async Task<(TlsResult Client, TlsResult Server)> SecureAsync()
    {
        var (client, server) = (SecureClientAsync(), SecureServerAsync());
        return (await client, await server);
    }

    /// <summary>The pair as one end sees it.</summary>
    public Side Of(bool server) => server
        ? new Side(Server, Client, SecureServerAsync, SecureClientAsync)
        : new Side(Client, Server, SecureClientAsync, SecureServerAsync);
}

/// <summary>A pair from one end: a contract that holds for both roles is said once, of the near end and the far one.</summary>
internal sealed record Side(ISocket Near, ISocket Far, Func<Task<TlsResult>> SecureNearAsync, Func<Task<TlsResult>> SecureFarAsync);

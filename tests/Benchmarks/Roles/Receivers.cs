using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>Who takes sessions. Each listens on every address, and returns where.</summary>
internal static class Receivers
{
    private const int Backlog = 128;
    private const int StreamsMax = 20_000;

    private static readonly byte[] Word = [0];

    /// <summary>TCP and TLS; whatever is said is read, and the close answered.</summary>
    /// <param name="credentials">The certificates.</param>
    /// <param name="speaks">
    /// Whether it says something as well. An SslStream keeps its buffer from the handshake on until it has read something.
    /// </param>
    public static Task<IPEndPoint> BareAsync(Credentials credentials, bool speaks)
    {
        var tls = new Tls(credentials, Credentials.Receiver);
        var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start(Backlog);
        _ = AcceptAllAsync(listener, tls, speaks);
        return Task.FromResult((IPEndPoint)listener.LocalEndpoint);
    }

    /// <summary>This library.</summary>
    /// <param name="credentials">The certificates.</param>
    /// <param name="domains">How many domains it serves beside the one of the certificate.</param>
    public static async Task<IPEndPoint> OursAsync(Credentials credentials, int domains)
    {
        var federation = new XmppFederation(new FederationOptions
        {
            Domains =
            [
                Domain.Parse(Credentials.Receiver),
                .. Enumerable.Range(0, domains).Select(i => Domain.Parse($"r{i}.{Credentials.Receiver}")),
            ],
            Certificate = credentials.Of(Credentials.Receiver),
            Trust = new CertificateTrust { Roots = credentials.Roots },
            Listen = [new ListenEndpoint(new IPEndPoint(IPAddress.Any, 0))],
            // All who come here come from one address, and as fast as they can.
            StreamsPerAddressMax = StreamsMax,
            StreamsMax = StreamsMax,
            AttemptsPerMinuteMax = int.MaxValue,
        });
        await federation.StartAsync();
        return federation.Endpoints[0].Address;
    }

    private static async Task AcceptAllAsync(TcpListener listener, Tls tls, bool speaks)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(), tls, speaks);
        }
    }

    private static async Task ServeAsync(Socket socket, Tls tls, bool speaks)
    {
        socket.NoDelay = true;
        await using var secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await secured.AuthenticateAsServerAsync(tls.Server);
        if (speaks)
        {
            await secured.WriteAsync(Word);
        }

        await Loopback.DrainAsync(secured);
        await secured.ShutdownAsync();
    }
}

using System.Net.Security;
using System.Net.Sockets;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// One TCP connection, in clear or under TLS. Whatever breaks it is an <see cref="IOException"/> of the read or
/// write under way.
/// </summary>
internal sealed class TcpSocket : ISocket
{
    private const int DropBytes = 4096;

    private readonly Socket _socket;
    private readonly TlsSettings _tls;
    private readonly bool _directTls;
    // SslStream allows one read at a time, and at the close there are two readers: the stream's own, whose read
    // may still be pending, and the one that waits for the peer's FIN. They take turns.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly object _once = new();
    private volatile Stream _stream;
    private volatile bool _peerEnded;
    private volatile bool _readFailed;
    private volatile bool _writeFailed;
    private volatile bool _aborted;
    private volatile Task? _closing;

    /// <param name="socket">A connected socket; disposed of by this object.</param>
    /// <param name="tls">What to present and whom to trust.</param>
    /// <param name="directTls">Whether TLS begins with the first byte, which XEP-0368 3 marks by ALPN.</param>
    public TcpSocket(Socket socket, TlsSettings tls, bool directTls)
    {
        _socket = socket;
        _tls = tls;
        _directTls = directTls;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public async Task<int> ReadAsync(Memory<byte> buffer)
    {
        await _turn.WaitAsync();
        try
        {
            // Under TLS something may be left that was decrypted before the connection broke.
            if (_aborted || _readFailed)
            {
                throw new IOException("The connection is broken.");
            }

            if (_peerEnded)
            {
                return 0;
            }

            var count = await _stream.ReadAsync(buffer);
            if (count == 0 && _writeFailed)
            {
                // The system tells of a reset once; if a write has heard of it, a read sees a mere end.
                throw new IOException("The connection was broken at a write.");
            }

            _peerEnded = count == 0;
            return count;
        }
        catch (Exception failure)
        {
            _readFailed = true;
            throw Breakage.ToIOException(failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (Exception failure)
        {
            // A write behind one's own end fails as well, and says nothing of the connection.
            _writeFailed |= _closing is null;
            throw Breakage.ToIOException(failure);
        }
    }

    public async Task<TlsResult> SecureAsync(TlsRequest request)
    {
        var secured = new SslStream(_stream, leaveInnerStreamOpen: true);
        try
        {
            // The certificate never ends the handshake: the core decides on its facts, and says so in XMPP.
            PeerCertificate? facts = null;
            if (request.Remote is { } remote)
            {
                await secured.AuthenticateAsClientAsync(
                    _tls.ForClient(request.Local, remote, _directTls, found => facts = found));
            }
            else
            {
                await secured.AuthenticateAsServerAsync(
                    (_, hello, _, _) => ValueTask.FromResult(
                        _tls.ForServer(request.Local, hello.ServerName, _directTls, found => facts = found)),
                    state: null);
            }

            _stream = secured;
            return new TlsResult(facts ?? PeerCertificate.Missing, null);
        }
        catch (Exception failure)
        {
            await secured.DisposeAsync();
            return new TlsResult(null, failure.InnerException is { } cause
                ? $"{failure.Message} {cause.Message}"
                : failure.Message);
        }
    }

    public Task CloseAsync()
    {
        lock (_once)
        {
            return _closing ??= CloseOnceAsync();
        }
    }

    public void Abort()
    {
        _aborted = true;
        try
        {
            // With no time to linger the peer gets a reset and not an end that it could take for an orderly one.
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It was closed meanwhile.
        }

        _socket.Dispose();
    }

    private async Task CloseOnceAsync()
    {
        try
        {
            if (!_aborted)
            {
                await EndAsync();
            }
        }
        catch (Exception)
        {
            // Broken in whatever way: there is nobody left to take leave of.
        }
        finally
        {
            await _stream.DisposeAsync();
            _socket.Dispose();
        }
    }

    // RFC 6120 4.4: close_notify, our end of the TCP connection, then the peer's. The core limits the wait and
    // calls Abort.
    private async Task EndAsync()
    {
        if (_stream is SslStream secured)
        {
            await secured.ShutdownAsync();
        }

        _socket.Shutdown(SocketShutdown.Send);
        var dropped = new byte[DropBytes];
        while (await ReadAsync(dropped) > 0)
        {
        }

        // Under TLS the end that was read is the peer's close_notify; its FIN comes behind it.
        while (await _socket.ReceiveAsync(dropped) > 0)
        {
        }
    }
}

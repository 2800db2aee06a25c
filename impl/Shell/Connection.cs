using System.Buffers;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Shell;

/// <summary>
/// One socket with its reader and its writer. It turns bytes into inputs and outputs into bytes, in order, and
/// decides nothing. The federation's loop is the only caller of the members that perform outputs.
/// </summary>
internal sealed class Connection(ConnectionId id, Limits limits, IChance chance, Action<Input> post)
{
    private const int ReadBytes = 4096;
    private const int PendingBytesMax = 65_536;

    private readonly Gate _gate = new();
    private readonly Mailbox<WriterJob> _jobs = new();
    private readonly ElementReader _reader = new(ReaderLimits.Unauthenticated(limits));
    private readonly ElementWriter _writer = new();
    private readonly CancellationTokenSource _unwanted = new();
    private readonly object _lock = new();
    private ArrayBufferWriter<byte> _unflushed = new();
    private int _unflushedStanzas;
    private int _pendingBytes;
    private bool _heldForWriter;
    private volatile ISocket? _socket;
    private volatile bool _ending;
    private volatile bool _read;
    private volatile bool _ended;
    private volatile Task? _reading;
    private volatile Task? _writing;

    /// <summary>Cancelled when a connection that is still being made is no longer wanted.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Whether nothing happens here unless bytes come in or go out.</summary>
    public bool IsParked => _socket is null
        || ((_jobs.IsParked || _writing is { IsCompleted: false } || _ended)
            && (_gate.IsParked || _reading is { IsCompleted: false } || _read));

    /// <summary>Takes the socket over and starts both loops; nothing is read before <see cref="Release"/>.</summary>
    public void Attach(ISocket socket, ITaskStarter tasks)
    {
        _socket = socket;
        tasks.Start($"writer/{id}", WriteAllAsync);
        tasks.Start($"reader/{id}", ReadAllAsync);
        if (_ending)
        {
            End(atOnce: true);
        }
    }

    public void Say(WireItem item) => _writer.Write(item, _unflushed);

    public void SayStanza(Stanza stanza)
    {
        _writer.Write(new WireItem.Whole(stanza.Element), _unflushed);
        _unflushedStanzas++;
    }

    /// <summary>Hands everything said since the last time to the writer, as one write.</summary>
    public void Flush()
    {
        if (_unflushed.WrittenCount == 0)
        {
            return;
        }

        var bytes = _unflushed;
        lock (_lock)
        {
            _pendingBytes += bytes.WrittenCount;
            if (_pendingBytes > PendingBytesMax && !_heldForWriter)
            {
                // Who does not read our answers is not read either.
                _heldForWriter = true;
                _gate.Hold();
            }
        }

        _jobs.Post(new WriterJob.Write(bytes.WrittenMemory, _unflushedStanzas));
        (_unflushed, _unflushedStanzas) = (new ArrayBufferWriter<byte>(), 0);
    }

    public void BeginTls(TlsRequest request)
    {
        Flush();
        _gate.Hold();
        _jobs.Post(new WriterJob.Secure(request));
    }

    public void ExpectHeader() => _reader.Restart();

    public void RaiseLimits() => _reader.Limits = ReaderLimits.Authenticated(limits);

    /// <summary>Ends the connection; <see cref="StreamInput.Disconnected"/> follows once the socket is gone.</summary>
    public void End(bool atOnce)
    {
        Flush();
        _ending = true;
        if (_socket is null)
        {
            _unwanted.Cancel();
            return;
        }

        if (atOnce)
        {
            _socket.Abort();
        }

        _jobs.Post(new WriterJob.Close());
    }

    public void Hold() => _gate.Hold();

    public void Release() => _gate.Release();

    private async Task ReadAllAsync()
    {
        try
        {
            await ReadUntilEndAsync();
        }
        catch (Exception fault)
        {
            // No loop ends in silence: the core gives the connection up, and who started the loop reports the fault.
            Happened(new StreamInput.Lost(fault.Message));
            _read = true;
            throw;
        }

        _read = true;
    }

    private async Task ReadUntilEndAsync()
    {
        var buffer = new byte[ReadBytes];
        await _gate.PassAsync();
        while (!_ending)
        {
            if (_reader.TryRead(out var item))
            {
                _gate.Hold();
                Received(Grammar.Understand(item), _reader.HasBuffered);
            }
            else if (!await FillAsync(buffer))
            {
                break;
            }

            await _gate.PassAsync();
        }
    }

    private async Task<bool> FillAsync(byte[] buffer)
    {
        try
        {
            var reading = _socket!.ReadAsync(buffer);
            _reading = reading;
            var count = await reading;
            if (count > 0)
            {
                _reader.Feed(buffer.AsSpan(0, count));
                return true;
            }

            Received(new Heard.EndOfBytes(), false);
        }
        catch (IOException lost)
        {
            Happened(new StreamInput.Lost(lost.Message));
        }

        return false;
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await WriteUntilCloseAsync();
        }
        catch (Exception)
        {
            _socket!.Abort();
            Ended();
            throw;
        }

        Ended();
    }

    // Whatever ended the writer: the core waits for this, and for nothing else, to forget the connection. Not in a
    // `finally`, as a precaution: a controlled scheduler that takes a run down may unwind through it, and the lock
    // behind it could then wait for nobody.
    private void Ended()
    {
        Happened(new StreamInput.Disconnected());
        _ended = true;
    }

    private async Task WriteUntilCloseAsync()
    {
        var broken = false;
        while (true)
        {
            switch (await _jobs.TakeAsync())
            {
                case WriterJob.Write write:
                    broken = broken || !await WriteAsync(write);
                    break;
                case WriterJob.Secure(var request):
                    await SecureAsync(request);
                    break;
                default:
                    await Watched(_socket!.CloseAsync());
                    return;
            }
        }
    }

    private async Task<bool> WriteAsync(WriterJob.Write write)
    {
        try
        {
            await Watched(_socket!.WriteAsync(write.Bytes));
        }
        catch (IOException lost)
        {
            Happened(new StreamInput.Lost(lost.Message));
            return false;
        }

        for (var i = 0; i < write.Stanzas; i++)
        {
            post(new Input.Wrote(id));
        }

        var relieved = false;
        lock (_lock)
        {
            _pendingBytes -= write.Bytes.Length;
            if (_heldForWriter && _pendingBytes <= PendingBytesMax)
            {
                _heldForWriter = false;
                relieved = true;
            }
        }

        if (relieved)
        {
            _gate.Release();
        }

        return true;
    }

    private async Task SecureAsync(TlsRequest request)
    {
        var securing = _socket!.SecureAsync(request);
        _writing = securing;
        var result = await securing;
        if (result.Certificate is { } certificate)
        {
            // INV-19: nothing read before the handshake influences anything after it.
            _reader.Reset();
            Happened(new StreamInput.Secured(certificate));
        }
        else
        {
            Happened(new StreamInput.TlsFailed(result.Failure ?? "tls-failed"));
        }
    }

    private Task Watched(Task task)
    {
        _writing = task;
        return task;
    }

    private void Received(Heard what, bool bytesBehind) =>
        Happened(new StreamInput.Received(what, bytesBehind, FreshIdFor(what)));

    // RFC 6120 4.7.3: only a header makes a new id necessary.
    private StreamId FreshIdFor(Heard what) =>
        what is Heard.Header or Heard.ForeignRoot or Heard.Broken && !id.Dialled ? chance.NextStreamId() : default;

    private void Happened(StreamInput what) => post(new Input.OnStream(id, what));
}

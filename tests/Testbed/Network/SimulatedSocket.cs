using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// A negotiator's end of a simulated connection. What is there is given at once; what is not is a task that the
/// network completes. No task runs here (the same class serves both engines).
/// </summary>
internal sealed class SimulatedSocket(string server) : ConnectionEnd, ISocket
{
    private readonly Queue<ReadOnlyMemory<byte>> _received = new();
    private TaskCompletionSource<int>? _reading;
    private TaskCompletionSource<TlsResult>? _securing;
    private TaskCompletionSource? _closing;
    private Memory<byte> _buffer;
    private string? _broken;
    private bool _ended;
    private bool _finished;

    public override string Server { get; } = server;

    public Task<int> ReadAsync(Memory<byte> buffer)
    {
        if (_broken is not null)
        {
            return Task.FromException<int>(new IOException(_broken));
        }

        if (_received.Count > 0 || _ended)
        {
            return Task.FromResult(Take(buffer));
        }

        _buffer = buffer;
        _reading = new TaskCompletionSource<int>();
        return _reading.Task;
    }

    public Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_broken is not null || _finished)
        {
            return Task.FromException(new IOException(_broken ?? "closed"));
        }

        Connection.Carry(this, bytes);
        return Task.CompletedTask;
    }

    public Task<TlsResult> SecureAsync(TlsRequest request)
    {
        if (_broken is not null || _ended || _received.Count > 0)
        {
            return Task.FromResult(new TlsResult(null, _broken ?? (_ended ? "end of connection" : "clear text")));
        }

        AwaitsTls = true;
        _securing = new TaskCompletionSource<TlsResult>();
        var task = _securing.Task;
        Connection.OfferTls();
        return task;
    }

    public Task CloseAsync()
    {
        if (_broken is not null)
        {
            IsClosed = true;
            return Task.CompletedTask;
        }

        // The connection may break while its end is being sent.
        var closing = new TaskCompletionSource();
        (_finished, _closing) = (true, closing);
        Connection.Finish(this);
        if (_ended)
        {
            LetGo();
        }

        return closing.Task;
    }

    public void Abort() => Connection.Reset(this);

    public override void Arrive(ReadOnlyMemory<byte> bytes)
    {
        if (AwaitsTls)
        {
            // Clear text where TLS is due is no handshake.
            CompleteTls(new TlsResult(null, "clear text"));
            return;
        }

        if (_closing is not null)
        {
            return;
        }

        _received.Enqueue(bytes);
        if (_reading is { } reading)
        {
            _reading = null;
            reading.SetResult(Take(_buffer));
        }
    }

    public override void ArriveEnd()
    {
        _ended = true;
        if (AwaitsTls)
        {
            CompleteTls(new TlsResult(null, "end of connection in the handshake"));
        }

        if (_reading is { } reading)
        {
            _reading = null;
            reading.SetResult(Take(_buffer));
        }

        LetGo();
    }

    public override void Break(string how)
    {
        if (_broken is not null)
        {
            return;
        }

        _broken = how;
        if (AwaitsTls)
        {
            CompleteTls(new TlsResult(null, how));
        }

        if (_reading is { } reading)
        {
            _reading = null;
            reading.SetException(new IOException(how));
        }

        LetGo();
    }

    public override void CompleteTls(TlsResult result)
    {
        AwaitsTls = false;
        var securing = _securing;
        _securing = null;
        securing?.SetResult(result);
    }

    private void LetGo()
    {
        if (_closing is { } closing)
        {
            _closing = null;
            IsClosed = true;
            closing.SetResult();
        }
    }

    private int Take(Memory<byte> buffer)
    {
        if (_received.Count == 0)
        {
            return 0;
        }

        var head = _received.Dequeue();
        var count = Math.Min(head.Length, buffer.Length);
        head[..count].CopyTo(buffer);
        if (count < head.Length)
        {
            // What does not fit stays first.
            var rest = _received.ToArray();
            _received.Clear();
            _received.Enqueue(head[count..]);
            Array.ForEach(rest, _received.Enqueue);
        }

        return count;
    }
}

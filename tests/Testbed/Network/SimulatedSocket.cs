using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// A negotiator's end of a simulated connection. What is there is given at once; what is not is a task that the
/// network completes. No task runs here (the same class serves both engines).
/// </summary>
internal sealed class SimulatedSocket(Life life) : ConnectionEnd, ISocket
{
    private readonly Queue<ReadOnlyMemory<byte>> _received = new();
    private TaskCompletionSource<int>? _reading;
    private TaskCompletionSource? _writing;
    private TaskCompletionSource<TlsResult>? _securing;
    private TaskCompletionSource? _closing;
    private Memory<byte> _buffer;
    private string? _broken;
    private bool _ended;
    private bool _failsNext;

    public override string Server => life.Server;

    /// <summary>The life of the server that holds it.</summary>
    public Life Life => life;

    public override bool AwaitsRoom => _writing is not null;

    public Task<int> ReadAsync(Memory<byte> buffer)
    {
        Connection.Touch(this);
        // A reset takes away neither what has arrived before it nor an end that came first.
        if (_received.Count > 0 || _ended)
        {
            return Task.FromResult(Take(buffer));
        }

        if (_broken is not null)
        {
            return Task.FromException<int>(new IOException(_broken));
        }

        _buffer = buffer;
        _reading = new TaskCompletionSource<int>();
        return _reading.Task;
    }

    public Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Connection.Touch(this);
        if (_broken is not null || _closing is not null)
        {
            return Task.FromException(new IOException(_broken ?? "closed"));
        }

        if (_failsNext)
        {
            Connection.Carry(this, bytes[..Connection.LengthThatGetsOut(this, bytes.Length)]);
            FailWriting();
            return Task.FromException(new IOException(_broken));
        }

        Connection.Carry(this, bytes);
        if (HasRoom)
        {
            return Task.CompletedTask;
        }

        if (_broken is not null)
        {
            // It broke while they were being sent: nobody will make room.
            return Task.FromException(new IOException(_broken));
        }

        Connection.Touch();
        _writing = new TaskCompletionSource();
        return _writing.Task;
    }

    public Task<TlsResult> SecureAsync(TlsRequest request)
    {
        Connection.Touch(this);
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
        Connection.Touch(this);
        if (_closing is null)
        {
            // First of all: the connection may break while its end is being sent.
            _closing = new TaskCompletionSource();
            Drop();
            TellOfRoom();
            if (_broken is null || !Connection.Broken)
            {
                Connection.Finish(this);
            }

            LetGo();
        }

        return _closing.Task;
    }

    public void Abort()
    {
        Connection.Touch(this);
        Drop();
        _ended = false;
        Connection.Reset(this);
        IsClosed = true;
    }

    /// <summary>The server at this end is lost: nobody is left to say anything, and the other end is reset.</summary>
    public void Perish()
    {
        Connection.Touch(this);
        Drop();
        _ended = false;
        Connection.Perish(this);
    }

    /// <summary>Whether a write of this end could fail: it has not broken yet, and may still write.</summary>
    public bool CanFailWriting => _broken is null && _closing is null && !_failsNext;

    /// <summary>
    /// A fault of the world: the write that waits for room fails, or, where none does, the next one, of which a part may get out.
    /// </summary>
    public void StrikeWriting()
    {
        if (_writing is null)
        {
            _failsNext = true;
        }
        else
        {
            FailWriting();
        }
    }

    public override void Arrive(ReadOnlyMemory<byte> bytes)
    {
        if (AwaitsTls)
        {
            // Clear text where TLS is due is no handshake.
            CompleteTls(new TlsResult(null, "clear text"));
            return;
        }

        if (_closing is not null && _reading is null)
        {
            // RFC 6120 4.4: who closes goes on taking, though nobody reads it.
            return;
        }

        _received.Enqueue(bytes);
        Unread += bytes.Length;
        GiveToReader();
    }

    public override void ArriveEnd()
    {
        _ended = true;
        if (AwaitsTls)
        {
            CompleteTls(new TlsResult(null, "end of connection in the handshake"));
        }

        GiveToReader();
        LetGo();
    }

    public override void Break(string how)
    {
        Connection.Touch(this);
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

        if (_writing is { } writing)
        {
            _writing = null;
            writing.SetException(new IOException(how));
        }

        LetGo();
    }

    public override void CompleteTls(TlsResult result)
    {
        Connection.Touch(this);
        AwaitsTls = false;
        var securing = _securing;
        _securing = null;
        securing?.SetResult(result);
    }

    public override void Relieve()
    {
        if (_writing is { } writing && HasRoom)
        {
            Connection.Touch(this);
            _writing = null;
            writing.SetResult();
        }
    }

    private bool HasRoom => Connection.HasRoom(this);

    private void FailWriting() => Connection.Fail(this, "broken pipe");

    private void GiveToReader()
    {
        if (_reading is { } reading)
        {
            _reading = null;
            reading.SetResult(Take(_buffer));
        }
    }

    // A close is done when the peer's end has come, too, or nothing can come any more.
    private void LetGo()
    {
        if (_closing is not null && (_ended || _broken is not null))
        {
            IsClosed = true;
            _closing.TrySetResult();
        }
    }

    private void Drop()
    {
        _received.Clear();
        Unread = 0;
    }

    // All that is there, as far as the buffer holds it: TCP keeps no borders.
    private int Take(Memory<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && _received.TryPeek(out var head))
        {
            var part = Math.Min(head.Length, buffer.Length - count);
            head[..part].CopyTo(buffer[count..]);
            count += part;
            _received.Dequeue();
            if (part < head.Length)
            {
                PutBack(head[part..]);
            }
        }

        Unread -= count;
        TellOfRoom();
        return count;
    }

    // What does not fit stays first.
    private void PutBack(ReadOnlyMemory<byte> rest)
    {
        var behind = _received.ToArray();
        _received.Clear();
        _received.Enqueue(rest);
        Array.ForEach(behind, _received.Enqueue);
    }

    private void TellOfRoom()
    {
        if (Other.AwaitsRoom)
        {
            Connection.OfferRoom(this);
        }
    }
}

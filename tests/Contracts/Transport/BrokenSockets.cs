using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>A socket that keeps the contract as the one within does; each of the others breaks it in one way.</summary>
internal class Forwarding(ISocket inner) : ISocket
{
    public virtual Task<int> ReadAsync(Memory<byte> buffer) => inner.ReadAsync(buffer);

    public virtual Task WriteAsync(ReadOnlyMemory<byte> bytes) => inner.WriteAsync(bytes);

    public virtual Task<TlsResult> SecureAsync(TlsRequest request) => inner.SecureAsync(request);

    public virtual Task CloseAsync() => inner.CloseAsync();

    public virtual void Abort() => inner.Abort();

    protected ISocket Inner => inner;
}

internal sealed class LosesTheSecondHalf(ISocket inner) : Forwarding(inner)
{
    public override Task WriteAsync(ReadOnlyMemory<byte> bytes) => Inner.WriteAsync(bytes[..((bytes.Length + 1) / 2)]);
}

internal sealed class DropsWhatDoesNotFit(ISocket inner) : Forwarding(inner)
{
    public override async Task<int> ReadAsync(Memory<byte> buffer)
    {
        var larger = new byte[Math.Max(buffer.Length, 100)];
        var count = Math.Min(await Inner.ReadAsync(larger), buffer.Length);
        larger.AsSpan(0, count).CopyTo(buffer.Span);
        return count;
    }
}

internal sealed class WaitsForNoReader(ISocket inner) : Forwarding(inner)
{
    public override Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var writing = Inner.WriteAsync(bytes);
        return writing.IsFaulted ? writing : Task.CompletedTask;
    }
}

internal sealed class EndsOnlyOnce(ISocket inner) : Forwarding(inner)
{
    private bool _ended;

    public override async Task<int> ReadAsync(Memory<byte> buffer)
    {
        if (_ended)
        {
            await new TaskCompletionSource().Task;
        }

        var count = await Inner.ReadAsync(buffer);
        _ended = count == 0;
        return count;
    }
}

internal sealed class ClosesWithoutWaiting(ISocket inner) : Forwarding(inner)
{
    public override Task CloseAsync()
    {
        _ = Inner.CloseAsync();
        return Task.CompletedTask;
    }
}

internal sealed class AbortsToClose(ISocket inner) : Forwarding(inner)
{
    public override Task CloseAsync()
    {
        Inner.Abort();
        return Inner.CloseAsync();
    }
}

internal sealed class MayWriteBehindItsEnd(ISocket inner) : Forwarding(inner)
{
    public override async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await Inner.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // Swallowed: the writer believes that all is well.
        }
    }
}

internal sealed class TakesAResetForAnEnd(ISocket inner) : Forwarding(inner)
{
    public override async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await Inner.ReadAsync(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

internal sealed class ClosesToAbort(ISocket inner) : Forwarding(inner)
{
    public override void Abort() => _ = Inner.CloseAsync();
}

internal sealed class BreaksOnlyOnce(ISocket inner) : Forwarding(inner)
{
    private bool _broken;

    public override async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await Inner.ReadAsync(buffer);
        }
        catch (IOException) when (_broken)
        {
            return 0;
        }
        catch (IOException)
        {
            _broken = true;
            throw;
        }
    }
}

internal sealed class ThrowsInTheHandshake(ISocket inner) : Forwarding(inner)
{
    public override async Task<TlsResult> SecureAsync(TlsRequest request)
    {
        var result = await Inner.SecureAsync(request);
        return result.Failure is { } failure ? throw new IOException(failure) : result;
    }
}

internal sealed class SkipsTheHandshake(ISocket inner) : Forwarding(inner)
{
    public override async Task<TlsResult> SecureAsync(TlsRequest request)
    {
        var result = await Inner.SecureAsync(request);
        return result.Failure is null ? result : new TlsResult(Core.Evidence.PeerCertificate.Missing, null);
    }
}

internal sealed class SeesNoCertificate(ISocket inner) : Forwarding(inner)
{
    public override async Task<TlsResult> SecureAsync(TlsRequest request)
    {
        var result = await Inner.SecureAsync(request);
        return result with { Certificate = result.Certificate is null ? null : Core.Evidence.PeerCertificate.Missing };
    }
}

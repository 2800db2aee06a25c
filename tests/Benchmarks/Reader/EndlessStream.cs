namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>Bytes that come once, and then others over and over.</summary>
internal sealed class EndlessStream(byte[] first, byte[] ever) : Stream
{
    private byte[] _current = first;
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _current.Length)
        {
            (_current, _at) = (ever, 0);
        }

        var length = Math.Min(count, _current.Length - _at);
        Array.Copy(_current, _at, buffer, offset, length);
        _at += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

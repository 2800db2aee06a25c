namespace Xmpp.Federation.Shell;

/// <summary>What a writer does, one after the other.</summary>
internal abstract record WriterJob
{
    private WriterJob()
    {
    }

    public sealed record Write(ReadOnlyMemory<byte> Bytes, int Stanzas) : WriterJob;

    public sealed record Secure(TlsRequest Request) : WriterJob;

    public sealed record Close : WriterJob;
}

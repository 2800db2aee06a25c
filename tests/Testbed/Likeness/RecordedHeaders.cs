using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Testbed.Recordings;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>What the headers of one recorded connection tell before they are due.</summary>
internal sealed class RecordedHeaders
{
    private readonly Queue<string> _ids = new();
    private int _made;

    public RecordedHeaders(string connection, IEnumerable<RecordedWords> lines)
    {
        Connection = connection;
        foreach (var line in lines)
        {
            switch (line.Kind)
            {
                case LineKind.Recv when new KindReader(initial: false) is var reader
                    && reader.Read(line.Bytes.Span).Any() && reader.Id is { Length: > 0 } id:
                    _ids.Enqueue(id);
                    break;
                case LineKind.Send when Ours is null
                    && new OwnWords().Read(line.Bytes.Span).OfType<Heard.Header>().FirstOrDefault() is { } header
                    && Domain.TryParse(header.Value.From, out var from):
                    Ours = from;
                    break;
            }
        }
    }

    public string Connection { get; }

    /// <summary>In whose name our side spoke first.</summary>
    public Domain? Ours { get; }

    /// <summary>
    /// The id that the server gave to the next stream, so that what our side recorded about it is about the
    /// profile's stream too; where it gave none, one that nobody refers to.
    /// </summary>
    public string NextId() => _ids.TryDequeue(out var id) ? id : $"{Connection}-{++_made}";
}

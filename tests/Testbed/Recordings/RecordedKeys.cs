using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// The dialback keys that our recorded side sent, each for the pair and the stream on which it was sent. How it
/// made them is not recorded; an authority only has to know them again.
/// </summary>
internal sealed class RecordedKeys : IDialbackKeys
{
    private readonly HashSet<KeyQuestion> _sent = [];

    public void Sent(DomainPair pair, StreamId id, string key) => _sent.Add(new(pair, id, key));

    public string Make(DomainPair pair, StreamId id) => $"a key for {pair} on {id}";

    public bool IsOurs(DomainPair pair, StreamId id, string key) => _sent.Contains(new(pair, id, key));
}

using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What an outgoing stream is for: to carry the stanzas of a pair, or to ask one question.</summary>
internal abstract record Errand : IComparable<Errand>
{
    private Errand()
    {
    }

    /// <summary>The domain that this server speaks for.</summary>
    public abstract Domain Local { get; }

    /// <summary>The domain that it speaks to, to be found by DNS.</summary>
    public abstract Domain Remote { get; }

    public int CompareTo(Errand? other) => (this, other) switch
    {
        (Carry mine, Carry theirs) => mine.Pair.CompareTo(theirs.Pair),
        (Verify mine, Verify theirs) => mine.Question.CompareTo(theirs.Question) is var byQuestion and not 0
            ? byQuestion
            : mine.Asker.CompareTo(theirs.Asker),
        (Carry, Verify) => -1,
        _ => 1,
    };

    /// <summary>Carry the stanzas of a pair.</summary>
    public sealed record Carry(DomainPair Pair) : Errand
    {
        public override Domain Local => Pair.Sender;

        public override Domain Remote => Pair.Target;
    }

    /// <summary>
    /// Ask the authority of the sender (XEP-0220 2.1.2): as the target, at the sender's domain. Such a stream
    /// never becomes a route (INV-42).
    /// </summary>
    /// <param name="Question">What is asked.</param>
    /// <param name="Asker">The receiving stream that waits for the answer.</param>
    public sealed record Verify(KeyQuestion Question, ConnectionId Asker) : Errand
    {
        public override Domain Local => Question.Pair.Target;

        public override Domain Remote => Question.Pair.Sender;
    }
}

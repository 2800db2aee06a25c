namespace Xmpp.Federation.Model.Peers;

/// <summary>A connection that a peer opens of its own accord.</summary>
/// <param name="From">The domain in whose name, one of those that it serves.</param>
/// <param name="To">The domain that it calls.</param>
/// <param name="Proof">How it means to authenticate.</param>
/// <param name="Stanzas">How many stanzas it then sends.</param>
internal sealed record Call(string From, string To, CallProof Proof, int Stanzas);

/// <summary>How a caller means to authenticate.</summary>
internal enum CallProof
{
    /// <summary>EXTERNAL where it is offered, else dialback.</summary>
    Best,

    External,

    Dialback,

    /// <summary>Not at all: it sends its stanzas as if it had.</summary>
    None,
}

/// <summary>How a peer cuts what it writes.</summary>
internal enum Writing
{
    /// <summary>Every element by itself.</summary>
    Elements,

    /// <summary>All that it says on one occasion at once.</summary>
    Together,

    /// <summary>Every element in two pieces.</summary>
    Halves,

    /// <summary>A few bytes at a time.</summary>
    Trickle,
}

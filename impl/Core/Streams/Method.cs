namespace Xmpp.Federation.Core.Streams;

/// <summary>How a connection is protected before anything is proved on it, the strongest first.</summary>
internal enum Security
{
    /// <summary>TLS from the first byte (XEP-0368).</summary>
    DirectTls,

    /// <summary>TLS after <c>&lt;starttls/&gt;</c> (RFC 6120 5).</summary>
    StartTls,

    /// <summary>None.</summary>
    Clear,
}

/// <summary>
/// A step of the fallback lattice: the best that one connection may try. A smaller method is stronger; an attempt
/// only ever goes to larger ones, so that every chain of attempts is finite (INV-46).
/// </summary>
/// <param name="Security">How the connection is protected.</param>
/// <param name="External">Whether SASL EXTERNAL may be tried before dialback.</param>
internal readonly record struct Method(Security Security, bool External) : IComparable<Method>
{
    /// <summary>Whether bidirectional stanzas may be enabled first (XEP-0288).</summary>
    public bool Bidi { get; init; }

    public int CompareTo(Method other) =>
        Security != other.Security ? Security.CompareTo(other.Security)
        : External != other.External ? other.External.CompareTo(External)
        : other.Bidi.CompareTo(Bidi);

    public override string ToString() => Proof + (Bidi ? " + bidi" : "");

    private string Proof => Security switch
    {
        Security.DirectTls => External ? "direct TLS + EXTERNAL" : "direct TLS + dialback",
        Security.StartTls => External ? "STARTTLS + EXTERNAL" : "STARTTLS + dialback",
        _ => "clear + dialback",
    };
}

namespace Xmpp.Federation;

/// <summary>
/// The ways in which an attempt to reach a peer is refused or fails, one row each of the project's catalogue:
/// N network, T TLS handshake, S STARTTLS, H header, F features, A SASL, D dialback, E stream end.
/// </summary>
public enum Flavour
{
    /// <summary>The name does not resolve, or its SRV record is <c>.</c>.</summary>
    N1,

    /// <summary>The TCP connection is refused, reset or times out.</summary>
    N2,

    /// <summary>The connection is accepted and closed before any byte.</summary>
    N3,

    /// <summary>The connection is accepted and stays silent.</summary>
    N4,

    /// <summary>The TLS handshake fails.</summary>
    T1,

    /// <summary>Clear text where TLS is due, or bytes behind <c>&lt;proceed/&gt;</c>.</summary>
    T2,

    /// <summary>The peer's certificate does not validate for its domain.</summary>
    T3,

    /// <summary>STARTTLS is answered by <c>&lt;failure/&gt;</c>.</summary>
    S1,

    /// <summary>STARTTLS is not answered.</summary>
    S3,

    /// <summary>A stream error, or no XML at all, before any header.</summary>
    H1,

    /// <summary>A header without <c>id</c>.</summary>
    H2,

    /// <summary>A header without <c>version</c>.</summary>
    H3,

    /// <summary>A header with a wrong address or namespace.</summary>
    H4,

    /// <summary>A stream error before or instead of features.</summary>
    H5,

    /// <summary>Features with nothing acceptable in them.</summary>
    F1,

    /// <summary>Features without STARTTLS.</summary>
    F2,

    /// <summary>Features never come.</summary>
    F3,

    /// <summary>Features without EXTERNAL.</summary>
    F4,

    /// <summary>EXTERNAL is answered by a SASL failure; the stream stays open.</summary>
    A1,

    /// <summary>EXTERNAL is answered by the end of the stream.</summary>
    A2,

    /// <summary>EXTERNAL is answered by a stream error.</summary>
    A3,

    /// <summary>EXTERNAL is answered by the end of the connection, or not at all.</summary>
    A4,

    /// <summary>EXTERNAL is answered by a challenge.</summary>
    A5,

    /// <summary>The dialback key is called invalid.</summary>
    D1,

    /// <summary>The dialback request is answered by a dialback error.</summary>
    D2,

    /// <summary>The dialback request is answered by a stream error.</summary>
    D3,

    /// <summary>The dialback request is not answered.</summary>
    D4,

    /// <summary>An answer that nobody asked for.</summary>
    D5,

    /// <summary>The peer redirects to another host.</summary>
    E1,

    /// <summary>A stream error of the life cycle: reset, shutdown, conflict, timeout.</summary>
    E2,

    /// <summary>The peer does not know an element that it was sent.</summary>
    E3,

    /// <summary>The stream is closed without an error.</summary>
    E4,
}

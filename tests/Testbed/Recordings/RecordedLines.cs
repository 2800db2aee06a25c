using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>What one line of a recording tells.</summary>
internal enum LineKind
{
    /// <summary>Our side wrote bytes.</summary>
    Send,

    /// <summary>One read of the socket gave bytes.</summary>
    Recv,

    /// <summary>Something happened to the connection, or the recorder makes a note.</summary>
    Event,
}

/// <summary>One line of a recording that its connection has to do with.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Connection">
/// <c>out</c>, which our side opened, or <c>in1</c>, <c>in2</c> …, which the server opened.
/// </param>
/// <param name="Kind">What the line tells.</param>
/// <param name="Tls">Whether the bytes went through TLS.</param>
/// <param name="Text">Of an event what happened, else the bytes as text.</param>
/// <param name="Bytes">Empty for an event.</param>
internal sealed record RecordedWords(
    int Number, string Connection, LineKind Kind, bool Tls, string Text, ReadOnlyMemory<byte> Bytes);

/// <summary>The content of a recording.</summary>
/// <param name="Server">The name of the recorded server.</param>
/// <param name="Domain">The domain that it serves.</param>
/// <param name="Case">What was provoked, or how the two sides negotiated; empty where it does not say.</param>
/// <param name="Lines">Without those that concern no connection.</param>
internal sealed record RecordedLines(string Server, Domain Domain, string Case, Seq<RecordedWords> Lines);

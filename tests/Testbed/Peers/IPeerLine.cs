using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Peers;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>What a simulated peer can do with the connection that it talks on, and with the world around it.</summary>
internal interface IPeerLine
{
    /// <summary>The name by which choices on this connection are told from those on others.</summary>
    string Name { get; }

    /// <summary>Whether the peer has let the connection go.</summary>
    bool IsOver { get; }

    /// <summary>Whether it waits for the TLS handshake.</summary>
    bool AwaitsTls { get; }

    /// <summary>Told of every occasion that the peer meets, before it acts on it.</summary>
    void Met(Occasion occasion);

    /// <summary>Sends bytes, in pieces of so many.</summary>
    void Write(ReadOnlyMemory<byte> bytes, int pieceBytes);

    /// <summary>Is ready for the TLS handshake.</summary>
    void BeginTls();

    /// <summary>Ends the connection in order, or by a reset.</summary>
    void End(bool reset);

    /// <summary>Goes on after so much of simulated time.</summary>
    void Wait(TimeSpan length, Action goOn);

    /// <summary>A stream id that no other stream has.</summary>
    StreamId NextId();

    /// <summary>Leaves something to the schedule; 0 is the plainest way.</summary>
    int Choose(int count, Func<int, string> label);

    /// <summary>Asks the authority about a key, on another connection; null says that no verdict was to be had.</summary>
    void DialBack(KeyQuestion question, Action<bool?> answered);

    /// <summary>Takes a stanza.</summary>
    void Take(Stanza stanza);
}

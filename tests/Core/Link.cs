using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>One connection, as the shell and its peer see it.</summary>
internal sealed class Link(bool IsConnected)
{
    private bool _isConnected = IsConnected;
    private bool _handshaking;
    private bool _rootDue = true;
    private bool _ended;
    private bool _documentOver;
    private bool _writerDone;
    private bool _headerSaid;
    private bool _errorSaid;
    private bool _endSaid;
    private bool _mute;

    public int Unwritten { get; set; }

    public IEnumerable<StreamInput> Possible(IEnumerable<Heard> all, StreamId fresh)
    {
        if (!_isConnected)
        {
            return [new StreamInput.Connected(), new StreamInput.ConnectFailed("refused")];
        }

        if (_handshaking)
        {
            return
            [
                new StreamInput.Lost("a write before the handshake failed"),
                new StreamInput.Secured(Theirs), new StreamInput.Secured(Expired),
                new StreamInput.Secured(PeerCertificate.Missing), new StreamInput.TlsFailed("alert"),
                new StreamInput.Disconnected(),
            ];
        }

        // The socket may be gone although nobody has closed it: the writer has failed.
        return [.. Heards(all).SelectMany(h => Items(h, fresh)), .. Ending(), new StreamInput.Disconnected()];
    }

    /// <summary>What happens although the peer says nothing.</summary>
    public IEnumerable<StreamInput> Ending() => (_isConnected, _handshaking, _writerDone) switch
    {
        (false, _, true) => [new StreamInput.ConnectFailed("not wanted")],
        (true, true, true) => [new StreamInput.TlsFailed("aborted")],
        (true, false, true) => [new StreamInput.Disconnected()],
        (true, false, _) => [new StreamInput.Lost("reset")],
        _ => [],
    };

    public void Note(StreamInput what)
    {
        switch (what)
        {
            case StreamInput.Connected:
                _isConnected = true;
                break;
            case StreamInput.Secured:
                (_handshaking, _rootDue) = (false, true);
                break;
            case StreamInput.TlsFailed:
                (_handshaking, _mute) = (false, true);
                break;
            case StreamInput.Received { What: Heard.Header or Heard.ForeignRoot }:
                _rootDue = false;
                break;
            case StreamInput.Received { What: Heard.Broken or Heard.CloseTag }:
                _documentOver = true;
                break;
            case StreamInput.Received { What: Heard.EndOfBytes }:
                _ended = true;
                break;
        }
    }

    /// <summary>INV-28: a header first, one an epoch. INV-29: an error, its closing tag, nothing.</summary>
    public void Say(WireItem item)
    {
        Assert.False(_handshaking || _mute || _endSaid || _writerDone, $"{item} is said into a handshake, or after the end");
        switch (item)
        {
            case WireItem.Opened:
                Assert.False(_headerSaid, "two headers");
                _headerSaid = true;
                break;
            case WireItem.Ended:
                Assert.True(_headerSaid, "a closing tag without header");
                _endSaid = true;
                break;
            case WireItem.Whole(var element):
                Assert.True(_headerSaid, $"{element} without header");
                Assert.False(_errorSaid, $"{element} after a stream error");
                _errorSaid = element.Is(Namespaces.Streams, "error");
                break;
        }
    }

    public void SayStanza()
    {
        Assert.True(_headerSaid && !_errorSaid && !_endSaid, "a stanza outside of a stream");
        Assert.False(_handshaking || _mute || _writerDone, "a stanza into a handshake, or after the end");
        Unwritten++;
    }

    public void BeginTls()
    {
        Assert.False(_handshaking);
        (_handshaking, _headerSaid) = (true, false);
    }

    // RFC 6120 4.3.3: a new epoch, of both directions.
    public void ExpectHeader() => (_rootDue, _headerSaid) = (true, false);

    public void Disconnect(bool atOnce)
    {
        _writerDone = true;
        _mute |= atOnce;
    }

    // The reader hands over a root first, and nothing behind the end.
    private IEnumerable<Heard> Heards(IEnumerable<Heard> all) => all.Where(h => !_ended && h switch
    {
        Heard.Broken or Heard.EndOfBytes => true,
        Heard.Header or Heard.ForeignRoot => _rootDue && !_documentOver,
        _ => !_rootDue && !_documentOver,
    });

    private static IEnumerable<StreamInput> Items(Heard heard, StreamId fresh)
    {
        yield return new StreamInput.Received(heard, false, fresh);
        if (heard is Heard.StartTls or Heard.Proceed)
        {
            yield return new StreamInput.Received(heard, true, fresh);
        }
    }
}

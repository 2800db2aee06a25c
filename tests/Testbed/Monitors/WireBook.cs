using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// What was written on every connection of a world, kept by somebody who only listens. Monitors judge by this
/// book and not by what the negotiators believe.
/// </summary>
internal sealed class WireBook(Action<Written> witness)
{
    private readonly Dictionary<SimulatedConnection, Page> _pages = [];

    public Page PageOf(SimulatedConnection connection) => _pages[connection];

    public void Connect(SimulatedConnection connection) => _pages.Add(connection, new Page(connection));

    public void Secure(SimulatedConnection connection, HandshakeResult result) =>
        _pages[connection].Restart(result.InitiatorSees.Certificate, result.ReceiverSees.Certificate);

    public void Write(SimulatedConnection connection, bool byInitiator, ReadOnlySpan<byte> bytes)
    {
        var page = _pages[connection];
        foreach (var item in page.SideOf(byInitiator).Read(bytes))
        {
            var written = new Written(page, byInitiator, item, Grammar.Understand(item));
            witness(written);
            page.Note(written);
        }
    }
}

/// <summary>One item that one side of a connection has written.</summary>
/// <param name="Page">What was written there before.</param>
/// <param name="ByInitiator">Which side.</param>
/// <param name="Item">The item.</param>
/// <param name="Meaning">Its meaning.</param>
internal sealed record Written(Page Page, bool ByInitiator, WireItem Item, Heard Meaning)
{
    public string Server => ByInitiator ? Page.Connection.From : Page.Connection.To;

    /// <summary>Whether a production negotiator has written it: a simulated peer may break any rule.</summary>
    public bool IsOurs => (ByInitiator ? Page.Connection.Initiator : Page.Connection.Receiver) is SimulatedSocket;

    /// <summary>The life of the negotiator that has written it.</summary>
    public string Author => ((ByInitiator ? Page.Connection.Initiator : Page.Connection.Receiver) as SimulatedSocket)?.Life.Name ?? Server;

    public string PeerServer => ByInitiator ? Page.Connection.To : Page.Connection.From;

    public Side Side => Page.SideOf(ByInitiator);

    public string LinkName => ByInitiator ? Page.Connection.Name : Page.Connection.ReverseName;
}

/// <summary>What both sides of one connection have said since the last restart, and what it amounts to.</summary>
internal sealed class Page(SimulatedConnection connection)
{
    private readonly Dictionary<DomainPair, int> _granted = [];
    private readonly List<(DomainPair Pair, StreamId Id, string Key)> _asked = [];
    private readonly Dictionary<DomainPair, int> _requests = [];
    private readonly List<(DomainPair Pair, StreamId Id)> _confirmed = [];
    private bool _authSent;
    private bool _successSaid;
    private bool _bidiOffered;

    public SimulatedConnection Connection { get; } = connection;

    public Side Initiator { get; } = new();

    public Side Receiver { get; } = new();

    /// <summary>Counts the epochs of the connection: one more after TLS, one more after SASL.</summary>
    public int Epoch { get; private set; }

    public bool Secured { get; private set; }

    /// <summary>The id in the response header of this epoch.</summary>
    public StreamId? Id { get; private set; }

    /// <summary>The initiator asked to authenticate, and the receiver said success.</summary>
    public bool SaslAgreed { get; private set; }

    public Side SideOf(bool initiator) => initiator ? Initiator : Receiver;

    /// <summary>
    /// Whether the receiver has offered stanzas both ways in this epoch, or in the one that SASL ended, and the initiator has
    /// enabled them (XEP-0288 2.2).
    /// </summary>
    public bool Bidi { get; private set; }

    /// <summary>Whether a side may write stanzas of a pair: what is granted, and with bidi its inverse from the other side.</summary>
    public bool Carries(bool byInitiator, DomainPair pair) => byInitiator ? Grants(pair) : Bidi && Grants(pair.Inverse);

    /// <summary>Whether the receiver has, on this connection, granted a pair in the present epoch.</summary>
    public bool Grants(DomainPair pair) => _granted.TryGetValue(pair, out var epoch) && epoch == Epoch;

    /// <summary>Whether it has done so in an epoch that is over.</summary>
    public bool GrantedBefore(DomainPair pair) => _granted.TryGetValue(pair, out var epoch) && epoch != Epoch;

    /// <summary>Whether the receiver, asked by <c>db:verify</c> on this connection, has called a key valid.</summary>
    public bool Confirms(DomainPair pair, StreamId id) => _confirmed.Contains((pair, id));

    public bool GrantsAnything => _granted.ContainsValue(Epoch);

    /// <summary>Whether a pair is granted in the present epoch that has one domain in common with this one.</summary>
    public bool GrantsInPart(DomainPair pair) => _granted.Any(g => g.Value == Epoch && g.Key != pair
        && (g.Key.Sender == pair.Sender || g.Key.Target == pair.Target));

    /// <summary>The key about which the initiator has asked, and has not been answered.</summary>
    public string? KeyAsked(DomainPair pair, StreamId id)
    {
        foreach (var asked in _asked)
        {
            if (asked.Pair == pair && asked.Id == id)
            {
                return asked.Key;
            }
        }

        return null;
    }

    /// <summary>How many requests of a pair the receiver has not answered.</summary>
    public int OpenRequests(DomainPair pair) => _requests.GetValueOrDefault(pair);

    /// <summary>TLS is there, or has failed: everything said before is void (RFC 6120 5.4.3.3).</summary>
    public void Restart(PeerCertificate? initiatorSees, PeerCertificate? receiverSees)
    {
        (Secured, Epoch, Id) = (initiatorSees is not null && receiverSees is not null, Epoch + 1, null);
        Initiator.Restart(initiatorSees);
        Receiver.Restart(receiverSees);
        _asked.Clear();
        _confirmed.Clear();
        _requests.Clear();
        (_authSent, _successSaid, _bidiOffered, Bidi) = (false, false, false, false);
    }

    public void Note(Written written)
    {
        written.Side.Note(written.Meaning);
        switch (written.Meaning)
        {
            case Heard.Header header when !written.ByInitiator:
                Id = header.Value.Id is { } id ? new StreamId(id) : null;
                break;
            case Heard.Features features when !written.ByInitiator:
                _bidiOffered = features.Value.Bidi;
                break;
            case Heard.Bidi when written.ByInitiator && _bidiOffered:
                Bidi = true;
                break;
            case Heard.Auth when written.ByInitiator:
                _authSent = true;
                AuthenticateWhenAgreed();
                break;
            case Heard.Success when !written.ByInitiator:
                _successSaid = true;
                AuthenticateWhenAgreed();
                break;
            default:
                NoteDialback(written);
                break;
        }
    }

    private void NoteDialback(Written written)
    {
        switch (written.Meaning)
        {
            case Heard.ResultRequest request when written.ByInitiator:
                _requests[request.Pair] = OpenRequests(request.Pair) + 1;
                break;
            case Heard.ResultAnswer answer when !written.ByInitiator:
                _requests[answer.Pair] = Math.Max(0, OpenRequests(answer.Pair) - 1);
                if (answer.Verdict is Verdict.Valid)
                {
                    _granted[answer.Pair] = Epoch;
                }

                break;
            case Heard.VerifyRequest request when written.ByInitiator:
                _asked.Add((request.Pair, request.Id, request.Key));
                break;
            case Heard.VerifyAnswer answer when !written.ByInitiator && KeyAsked(answer.Pair, answer.Id) is { } key:
                _asked.Remove((answer.Pair, answer.Id, key));
                if (answer.Verdict is Verdict.Valid)
                {
                    _confirmed.Add((answer.Pair, answer.Id));
                }

                break;
        }
    }

    // A success that crosses the request cannot be told from one that answers it.
    private void AuthenticateWhenAgreed()
    {
        if (_authSent && _successSaid)
        {
            (_authSent, _successSaid) = (false, false);
            Authenticate();
        }
    }

    // RFC 6120 6.4.6: a new stream; exactly the pair of its header is authorised (INV-12).
    private void Authenticate()
    {
        SaslAgreed = true;
        var header = Initiator.Header!;
        (Epoch, Id) = (Epoch + 1, null);
        _requests.Clear();
        // The receiver's new stream begins here; the initiator's when it has heard of it and says its header.
        Initiator.ExpectHeader();
        Receiver.Restart(Receiver.Sees);
        if (Domain.TryParse(header.From, out var sender) && Domain.TryParse(header.To, out var target))
        {
            _granted[new DomainPair(sender, target)] = Epoch;
        }
    }
}

/// <summary>What one side has said in the present epoch.</summary>
internal sealed class Side
{
    private readonly ElementReader _reader = new(new ReaderLimits(1 << 20, 64, 64));

    /// <summary>What it was presented in the handshake; null while there was none that it completed.</summary>
    public PeerCertificate? Sees { get; private set; }

    /// <summary>Its header, once it has been written.</summary>
    public StreamHeader? Header { get; private set; }

    public bool SaidError { get; private set; }

    public bool SaidEnd { get; private set; }

    /// <summary>Whether no XML may follow: TLS has failed (RFC 6120 5.4.3.2).</summary>
    public bool XmlEnds { get; private set; }

    /// <summary>Whether a header is due although there is one: the other side has ended the epoch.</summary>
    public bool IsHeaderDue { get; private set; }

    /// <summary>A new epoch: behind a handshake, or behind the success of SASL.</summary>
    public void Restart(PeerCertificate? sees) =>
        (Sees, Header, IsHeaderDue, XmlEnds) = (sees, null, false, XmlEnds || sees is null);

    public void ExpectHeader() => IsHeaderDue = true;

    public IEnumerable<WireItem> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("<?xml"u8))
        {
            _reader.Reset();
        }

        _reader.Feed(bytes);
        var items = new List<WireItem>(2);
        while (_reader.TryRead(out var item))
        {
            items.Add(item);
        }

        return items;
    }

    public void Note(Heard said)
    {
        switch (said)
        {
            // What looks like another one behind it is none: nobody has to answer to it.
            case Heard.Header header when Header is null || IsHeaderDue:
                (Header, IsHeaderDue) = (header.Value, false);
                break;
            case Heard.StreamError:
                SaidError = true;
                break;
            case Heard.CloseTag:
                SaidEnd = true;
                break;
        }
    }
}

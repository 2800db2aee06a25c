namespace Xmpp.Federation.Model.Protocol;

/// <summary>A server is about to say something on a connection: what the rules look at.</summary>
internal readonly ref struct Situation(Server server, ushort link, Message message)
{
    public Server Server { get; } = server;

    public Facts Facts { get; } = server.Facts;

    public ushort Link { get; } = link;

    public StreamEnd End { get; } = server.EndOf(link);

    public Message Message { get; } = message;

    public Pair Pair => Message.Pair;

    /// <summary>The domain of the other side that the message is about.</summary>
    public DomainName Other => Message.Kind switch
    {
        MessageKind.Header => Pair.Target,
        MessageKind.ResultRequest or MessageKind.VerifyAnswer or MessageKind.Stanza => Pair.Target,
        MessageKind.ResultAnswer or MessageKind.VerifyRequest => Pair.Sender,
        _ => End.Remote,
    };

    /// <summary>What the server demands of that domain.</summary>
    public Demands Demands => Facts.Of(Other);

    public bool IsInitiator => End.Role == Role.Initiator;

    /// <summary>Whether this end asks by dialback: the initiator, and both on a bidirectional stream (XEP-0288 2.2).</summary>
    public bool MayAsk => IsInitiator || End.Bidi;

    /// <summary>Whether this end answers by dialback.</summary>
    public bool MayAnswer => !IsInitiator || End.Bidi;

    public bool Serves(DomainName domain) => Facts.Serves.Contains(domain);

    /// <summary>Whether no stream of the server has this id, or had it before it was restarted.</summary>
    public bool IsFresh(Id id)
    {
        foreach (var seat in Server.Seats.Span)
        {
            if (seat.End.Role == Role.Receiver && (seat.End.Id == id || seat.End.Replaced == id))
            {
                return false;
            }
        }

        return !id.IsNone;
    }

    /// <summary>The key that a peer has presented here for this pair; null if it has none that waits.</summary>
    public Claim? Claim
    {
        get
        {
            foreach (var claim in Server.Claims.Span)
            {
                if (claim.Link == Link && claim.Pair == Pair)
                {
                    return claim;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a key waits elsewhere that a question is about, exactly (XEP-0220 2.1.2).</summary>
    public bool IsClaimedElsewhere
    {
        get
        {
            foreach (var claim in Server.Claims.Span)
            {
                if (claim.Link != Link && claim.Pair == Pair && claim.Id == Message.Id && claim.Key == Message.Key)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Whether a question to an authority waits here for its answer.</summary>
    public bool HasAsked
    {
        get
        {
            foreach (var question in Server.Questions.Span)
            {
                if (question.Link == Link)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The question that an answer is to; null where nobody has asked.</summary>
    public Question? Inquiry
    {
        get
        {
            foreach (var inquiry in Server.Inquiries.Span)
            {
                if (inquiry.Link == Link && inquiry.Pair == Pair && inquiry.Id == Message.Id)
                {
                    return inquiry;
                }
            }

            return null;
        }
    }

    /// <summary>The key that this server makes.</summary>
    public Key OwnKey(Pair pair, Id id) => new(Facts.Number, pair, id);
}

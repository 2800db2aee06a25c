using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// What changes for a server when something is said or heard. What is heard where nobody has a right to say it changes
/// nothing.
/// </summary>
internal static class Effects
{
    /// <summary>A server has said something. What the rules forbid is said all the same, and may be about nothing.</summary>
    public static Server Said(Server server, ushort link, Message message)
    {
        var end = server.EndOf(link);
        switch (message.Kind)
        {
            case ResultAnswer:
                return Settled(server, link, message.Pair).With(link, Answered(end, message));
            case VerifyRequest:
                return server with { Questions = server.Questions.Add(new Question(link, message.Pair, message.Id, message.Key)) };
            case VerifyAnswer:
                var at = server.Inquiries.Find(q => q.Link == link && q.Pair == message.Pair && q.Id == message.Id);
                return at < 0 ? server : server with { Inquiries = server.Inquiries.RemoveAt(at) };
            case Success:
                return server.Restart(link).With(link, Authenticated(end));
            case Header when end.Role == Role.Receiver:
                return server.With(link, end with { HeaderSaid = true, Id = message.Id });
            default:
                return server.With(link, SaidBy(end, message));
        }
    }

    // Who has answered without its authority may still be asking it.
    private static Server Settled(Server server, ushort link, Pair pair) => server with
    {
        Claims = server.Claims
            .Where(c => c.Link != link || c.Pair != pair || c.Type == AnswerType.None)
            .Select(c => c.Link == link && c.Pair == pair ? c with { Link = 0 } : c),
    };

    private static StreamEnd SaidBy(StreamEnd end, Message message) => message.Kind switch
    {
        Header => end with { HeaderSaid = true, Local = message.Pair.Sender, Remote = message.Pair.Target },
        Features => end with { FeaturesKnown = true, Offers = message.Offers },
        StartTls => end with { Exchange = Exchange.StartTls },
        Proceed => end with { Exchange = Exchange.Handshake },
        TlsFailure => end with { Exchange = Exchange.None, IsRefused = true },
        Auth => end with { Exchange = Exchange.Auth, Identity = message.Pair.Sender },
        Abort => end with { Exchange = Exchange.Aborting },
        SaslFailure => end with { Exchange = Exchange.None, Identity = DomainName.None },
        Bidi => end with { Bidi = true },
        ResultRequest when message.Pair.IsWhole => end with { Asked = end.Asked.With(message.Pair) },
        // RFC 6120 4.9.1.1: unrecoverable; what was authorised ends with it (INV-30).
        StreamError => end with { ErrorSaid = true, MayWrite = PairSet.Empty },
        Close => end with { CloseSaid = true, MayWrite = PairSet.Empty },
        _ => end,
    };

    // XEP-0220 2.2.1; XEP-0288 2.2: "the inverse of any domain pair".
    private static StreamEnd Answered(StreamEnd end, Message message) =>
        message.Type == AnswerType.Valid && message.Pair.IsWhole
            ? end with
            {
                Pending = end.Pending.Without(message.Pair),
                MayDeliver = end.MayDeliver.With(message.Pair),
                MayWrite = end.Bidi ? end.MayWrite.With(message.Pair.Inverse) : end.MayWrite,
            }
            : end with { Pending = end.Pending.Without(message.Pair) };

    /// <summary>A server has heard something.</summary>
    public static Server Heard(Server server, ushort link, Message message)
    {
        var before = server.EndOf(link);
        var end = before with { JustHeard = Pair.None };
        // Nobody takes XML for TLS; behind an end nothing counts but stanzas that were on their way (RFC 6120 4.4).
        if (end.IsGone || end.Exchange == Exchange.Handshake || end.CloseHeard || end.ErrorHeard || end.ErrorSaid)
        {
            return server.With(link, end);
        }

        switch (message.Kind)
        {
            case ResultRequest when MayAskUs(end) && message.Pair.IsWhole && !end.Pending.Contains(message.Pair)
                && !end.MayDeliver.Contains(message.Pair) && end is { HeaderSaid: true, CloseSaid: false }:
                return server.With(link, end with { Pending = end.Pending.With(message.Pair) }) with
                {
                    Claims = server.Claims.Add(new Claim(link, message.Pair, end.Id, message.Key, AnswerType.None)),
                };
            case VerifyRequest when MayAskUs(end) && end is { HeaderSaid: true, CloseSaid: false }:
                return server.With(link, end) with
                {
                    Inquiries = server.Inquiries.Add(new Question(link, message.Pair, message.Id, message.Key)),
                };
            case VerifyAnswer:
                return Credit(server.With(link, end), link, message);
            default:
                return server.With(link, HeardBy(end, message));
        }
    }

    private static bool MayAskUs(StreamEnd end) => end.Role == Role.Receiver || end.Bidi;

    private static StreamEnd HeardBy(StreamEnd end, Message message) => (end.Role, message.Kind) switch
    {
        (_, Header) when !end.HeaderHeard => HeaderHeard(end, message),
        (Role.Initiator, Features) when end is { HeaderHeard: true, FeaturesKnown: false } =>
            end with { FeaturesKnown = true, Offers = message.Offers },
        (Role.Receiver, StartTls) => end with { Exchange = Exchange.StartTls },
        (Role.Initiator, Proceed) when end.Exchange == Exchange.StartTls => end with { Exchange = Exchange.Handshake },
        (Role.Initiator, TlsFailure) when end.Exchange == Exchange.StartTls => end with { Exchange = Exchange.None, IsRefused = true },
        (Role.Receiver, Auth) => end with { Exchange = Exchange.Auth, Identity = message.Pair.Sender },
        (Role.Receiver, Response) when end.Exchange == Exchange.Auth => end with { Identity = message.Pair.Sender },
        (Role.Initiator, Success) when end.Exchange == Exchange.Auth => Authenticated(end),
        (Role.Initiator, SaslFailure) when end.Exchange is Exchange.Auth or Exchange.Aborting => end with { Exchange = Exchange.None },
        (Role.Receiver, Bidi) when end.Offered(Offers.Bidi) && end is { MayDeliver.IsEmpty: true, Pending.IsEmpty: true } =>
            end with { Bidi = true },
        (_, ResultAnswer) when end.Asked.Contains(message.Pair) => Granted(end, message),
        (_, Stanza) => end with { JustHeard = message.Pair },
        (_, StreamError) => end with { ErrorHeard = true, MayWrite = PairSet.Empty, MayDeliver = PairSet.Empty },
        (_, Close) => end with { CloseHeard = true, MayWrite = PairSet.Empty },
        _ when !end.HeaderHeard => end with { NonsenseHeard = true },
        _ => end,
    };

    private static StreamEnd HeaderHeard(StreamEnd end, Message message) => end.Role == Role.Initiator
        ? end with
        {
            HeaderHeard = true,
            HasVersion = message.HasVersion,
            Id = message.Id,
        }
        : end with
        {
            HeaderHeard = true,
            HasVersion = message.HasVersion,
            // What names neither of them names nobody; who is authenticated stays that.
            Local = message.Pair.Target,
            Remote = message.Pair.Sender,
        };

    private static StreamEnd Granted(StreamEnd end, Message message) =>
        message.Type == AnswerType.Valid
            ? end with
            {
                Asked = end.Asked.Without(message.Pair),
                MayWrite = end.CloseSaid ? end.MayWrite : end.MayWrite.With(message.Pair),
                MayDeliver = end.Bidi ? end.MayDeliver.With(message.Pair.Inverse) : end.MayDeliver,
            }
            : end with { Asked = end.Asked.Without(message.Pair) };

    // XEP-0220 2.1.2: the pair and the id find the stream that is credited; with none it is dropped.
    private static Server Credit(Server server, ushort link, Message message)
    {
        var at = server.Questions.Find(q => q.Link == link && q.Pair == message.Pair && q.Id == message.Id);
        if (at < 0)
        {
            return server;
        }

        var rest = server with
        {
            Questions = server.Questions.RemoveAt(at),
            Claims = server.Claims.Where(c => c.Link != 0 || c.Pair != message.Pair || c.Id != message.Id),
        };
        var credited = rest.Claims.Find(c => c.Pair == message.Pair && c.Id == message.Id);
        return credited < 0 ? rest : rest with
        {
            Claims = rest.Claims.With(credited, rest.Claims[credited] with { Type = message.Type }),
        };
    }

    /// <summary>TLS is complete: everything else that was learnt is forgotten (RFC 6120 5.4.3.3).</summary>
    public static Server Secured(Server server, ushort link, Certificate certificate)
    {
        var end = server.EndOf(link);
        var secured = StreamEnd.Opened(end.Role, end.IsDirect) with
        {
            Security = Security.Tls,
            Exchange = Exchange.None,
            Certificate = certificate,
            Replaced = end.Id,
            Local = end.Role == Role.Initiator ? end.Local : DomainName.None,
            Remote = end.Role == Role.Initiator ? end.Remote : DomainName.None,
        };
        return server.Leave(link).With(link, secured);
    }

    // RFC 6120 6.4.6: a new stream; what was asked before is forgotten, the pair of the headers is authorised (INV-12).
    private static StreamEnd Authenticated(StreamEnd end)
    {
        var pair = end.Role == Role.Initiator ? new Pair(end.Local, end.Remote) : new Pair(end.Remote, end.Local);
        var (forth, back) = (PairSet.Empty.With(pair), end.Bidi ? PairSet.Empty.With(pair.Inverse) : PairSet.Empty);
        return StreamEnd.Opened(end.Role, direct: false) with
        {
            IsDirect = end.IsDirect,
            Security = Security.Sasl,
            Certificate = end.Certificate,
            Bidi = end.Bidi,
            Local = end.Local,
            Remote = end.Remote,
            Replaced = end.Id,
            MayWrite = end.Role == Role.Initiator ? forth : back,
            MayDeliver = end.Role == Role.Initiator ? back : forth,
        };
    }
}

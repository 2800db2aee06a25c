using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// What a server might want to say next on one of its streams, to get on with what it is there for: it would write its
/// stanzas anywhere and believe anybody. Whether it may is for the rules; what nobody would want is left out to keep a scope
/// small.
/// </summary>
internal static class Behaviour
{
    /// <summary>Adds what moves the server on.</summary>
    public static void Collect(Scope scope, World world, Server server, Seat seat, List<Message> wishes)
    {
        var end = seat.End;
        if (end.CloseHeard || end.ErrorHeard || end.ErrorSaid || end.IsRefused)
        {
            // RFC 6120 4.4: who hears the end says it too; so does who has refused.
            wishes.Add(new Message(Close));
        }
        else if (end.Role == Role.Initiator)
        {
            CollectAsInitiator(scope, world, server, seat, wishes);
        }
        else
        {
            CollectAsReceiver(scope, world, server, seat, wishes);
        }
    }

    /// <summary>Adds the ways in which a server may refuse, or give up, though nothing forces it to.</summary>
    public static void CollectRefusals(StreamEnd end, List<Message> wishes)
    {
        wishes.Add(new Message(StreamError));
        wishes.Add(new Message(Close));
        if (end.Role == Role.Receiver)
        {
            wishes.Add(new Message(TlsFailure));
            wishes.Add(new Message(SaslFailure));
            foreach (var pair in end.Pending.Members)
            {
                wishes.Add(new Message(ResultAnswer) { Pair = pair, Type = AnswerType.Error });
            }
        }
    }

    private static void CollectAsInitiator(Scope scope, World world, Server server, Seat seat, List<Message> wishes)
    {
        var end = seat.End;
        if (!end.HeaderSaid)
        {
            wishes.Add(new Message(Header) { Pair = new Pair(end.Local, end.Remote), HasVersion = true });
            return;
        }

        var peer = scope.ServerOf(end.Remote);
        wishes.Add(new Message(StartTls));
        wishes.Add(new Message(Auth) { Pair = new Pair(end.Local, DomainName.None) });
        if (server.Facts.Of(end.Remote).Bidi)
        {
            wishes.Add(new Message(Bidi));
        }

        for (var i = 0; i < scope.Wanted.Length; i++)
        {
            var pair = scope.Wanted[i];
            if (world.Waiting[i] > 0 && server.Facts.Serves.Contains(pair.Sender) && scope.ServerOf(pair.Target) == peer)
            {
                wishes.Add(new Message(ResultRequest) { Pair = pair, Key = new Key(server.Facts.Number, pair, end.Id) });
            }
        }

        CollectQuestions(scope, server, peer, wishes);
        CollectAnswers(server, seat, wishes);
        CollectStanzas(scope, world, server, wishes);
        if (IsDone(scope, world, server, seat))
        {
            wishes.Add(new Message(Close));
        }
    }

    private static void CollectAsReceiver(Scope scope, World world, Server server, Seat seat, List<Message> wishes)
    {
        var end = seat.End;
        if (!end.HeaderSaid)
        {
            var local = end.Local.IsNone || !server.Facts.Serves.Contains(end.Local) ? server.Facts.Serves.Members.First() : end.Local;
            wishes.Add(new Message(Header)
            {
                Pair = new Pair(local, end.Remote),
                Id = Scope.IdOf(seat.Link, end),
                HasVersion = end.HasVersion,
            });
            return;
        }

        if (!end.FeaturesKnown && end.HasVersion)
        {
            wishes.Add(new Message(Features) { Offers = OffersOf(server, end) });
            return;
        }

        if (end.Exchange == Exchange.StartTls)
        {
            wishes.Add(new Message(end.Offered(Offers.StartTls) && end.Security == Security.Clear ? Proceed : TlsFailure));
        }

        if (end.Exchange == Exchange.Auth)
        {
            var succeeds = Rules.BrokenBy(new Situation(server, seat.Link, new Message(Success)), scope.Waived) is null;
            wishes.Add(new Message(succeeds ? Success : SaslFailure));
        }

        CollectAnswers(server, seat, wishes);
        CollectStanzas(scope, world, server, wishes);
    }

    // XEP-0220 2.1.2: about every key that waits, once.
    private static void CollectQuestions(Scope scope, Server server, int peer, List<Message> wishes)
    {
        foreach (var claim in server.Claims.Span)
        {
            if (claim is { Type: AnswerType.None, Link: not 0 } && scope.ServerOf(claim.Pair.Sender) == peer
                && server.Questions.Find(q => q.Pair == claim.Pair && q.Id == claim.Id) < 0)
            {
                wishes.Add(new Message(VerifyRequest) { Pair = claim.Pair, Id = claim.Id, Key = claim.Key });
            }
        }
    }

    private static void CollectAnswers(Server server, Seat seat, List<Message> wishes)
    {
        foreach (var claim in server.Claims.Span)
        {
            if (claim.Link == seat.Link)
            {
                CollectAnswersTo(server, seat, claim, wishes);
            }
        }

        foreach (var inquiry in server.Inquiries.Span)
        {
            if (inquiry.Link == seat.Link)
            {
                var answer = new Message(VerifyAnswer) { Pair = inquiry.Pair, Id = inquiry.Id, Type = AnswerType.Valid };
                wishes.Add(answer);
                if (!server.Facts.Serves.Contains(inquiry.Pair.Sender))
                {
                    wishes.Add(answer with { Type = AnswerType.Error });
                }
                else if (inquiry.Key != new Key(server.Facts.Number, inquiry.Pair, inquiry.Id))
                {
                    wishes.Add(answer with { Type = AnswerType.Invalid });
                }
            }
        }
    }

    private static void CollectAnswersTo(Server server, Seat seat, Claim claim, List<Message> wishes)
    {
        var demands = server.Facts.Of(claim.Pair.Sender);
        var proved = seat.End.Certificate.Proves(claim.Pair.Sender);
        var acceptable = demands.AllowsDialback(seat.End.Security, proved) && server.Facts.Serves.Contains(claim.Pair.Target)
            && !server.Facts.Serves.Contains(claim.Pair.Sender)
            && (seat.End.Security != Security.Sasl || demands.SharesExternal)
            && (!demands.StrictCertificates || !seat.End.Certificate.IsPresented || proved);
        // Everybody would like to be done. XEP-0220 2.1.1 leaves the method open: the authority, or the certificate (XEP-0344 2.4).
        var answer = new Message(ResultAnswer) { Pair = claim.Pair, Type = AnswerType.Valid };
        if (!acceptable || claim.Type is AnswerType.Invalid or AnswerType.Error)
        {
            wishes.Add(answer with { Type = acceptable ? claim.Type : AnswerType.Error });
        }
        else
        {
            wishes.Add(answer);
        }
    }

    private static void CollectStanzas(Scope scope, World world, Server server, List<Message> wishes)
    {
        for (var i = 0; i < scope.Wanted.Length; i++)
        {
            if (world.Waiting[i] > 0 && server.Facts.Serves.Contains(scope.Wanted[i].Sender))
            {
                wishes.Add(new Message(Stanza) { Pair = scope.Wanted[i], Number = world.Waiting[i] });
            }
        }
    }

    /// <summary>All that a receiver can offer, by its policy and what the peer has presented.</summary>
    private static Offers OffersOf(Server server, StreamEnd end)
    {
        var demands = server.Facts.Of(end.Remote);
        var tls = end is { Security: Security.Clear, IsDirect: false } && server.Facts.HasCertificate && demands.Tls != TlsUse.Never;
        if (tls && demands.Tls == TlsUse.Required)
        {
            return Offers.StartTls | Offers.TlsRequired;
        }

        var proved = end.Certificate.Proves(end.Remote);
        var external = end.Security == Security.Tls && proved && demands.External;
        var dialback = demands.AllowsDialback(end.Security, proved) && (end.Security != Security.Sasl || demands.SharesExternal);
        return (tls ? Offers.StartTls : 0)
            | (external ? Offers.External : 0)
            | (dialback ? Offers.Dialback | Offers.DialbackErrors : 0)
            | (demands.Bidi && end.Security != Security.Sasl ? Offers.Bidi : 0);
    }

    // A stream that was made for a question, or for a pair that has no more stanzas, and that nobody waits for.
    private static bool IsDone(Scope scope, World world, Server server, Seat seat)
    {
        if (!seat.End.Asked.IsEmpty || !seat.End.MayWrite.IsEmpty || seat.End.Exchange != Exchange.None
            || server.Questions.Find(q => q.Link == seat.Link) >= 0)
        {
            return false;
        }

        var peer = scope.ServerOf(seat.End.Remote);
        return !scope.Wanted.Where((p, i) => world.Waiting[i] > 0 && server.Facts.Serves.Contains(p.Sender)
                && scope.ServerOf(p.Target) == peer).Any()
            && server.Claims.Find(c => c is { Type: AnswerType.None, Link: not 0 } && scope.ServerOf(c.Pair.Sender) == peer) < 0;
    }
}

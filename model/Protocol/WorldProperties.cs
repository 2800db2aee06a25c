using Xmpp.Federation.Model.Checking;
using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// What follows for the whole world if everybody keeps the rules: nobody can make a server believe in a domain that is not
/// at the other end. The rules speak of one server each; this is what they are good for.
/// </summary>
internal static class WorldProperties
{
    private const int Authentic = 0;
    private const int Genuine = 1;
    private const int Understood = 2;
    private const int Secret = 3;
    private const int ByExternal = 5;
    private const int ByDialback = 6;
    private const int Shared = 7;
    private const int BothWays = 8;
    private const int Imposture = 9;
    private const int LateVerdict = 10;
    private const int Refusal = 11;

    /// <summary>What is to hold, and the cases that are to come up in those scopes that say so.</summary>
    public static IReadOnlyList<PropertyOf<World>> All { get; } =
    [
        new PropertyOf<World>.Always("INV-2", "a stanza is taken only from the server of its sender, where no attacker had a hand in it"),
        new PropertyOf<World>.Always("INV-5", "a key is believed only if its authority has made it for this very stream"),
        new PropertyOf<World>.Always("INV-1", "a stanza is sent only to who will take it"),
        new PropertyOf<World>.Always("INV-17", "where TLS is required no key, credential or stanza crosses in clear"),
        new PropertyOf<World>.EndsOnly("LIV-6", "at rest nobody waits for an answer", IsAtRest),
        new PropertyOf<World>.Sometimes("external", "a stanza is taken that EXTERNAL has authorised"),
        new PropertyOf<World>.Sometimes("dialback", "a stanza is taken that dialback has authorised"),
        new PropertyOf<World>.Sometimes("multiplexing", "two pairs are authorised on one stream"),
        new PropertyOf<World>.Sometimes("bidi", "a stanza goes back on a bidirectional stream"),
        new PropertyOf<World>.Sometimes("imposture", "somebody pretends, and is not believed"),
        new PropertyOf<World>.Sometimes("late verdict", "a verdict comes for a stream that is gone"),
        new PropertyOf<World>.Sometimes("refusal", "a pair is refused"),
    ];

    /// <summary>Judges what a server says.</summary>
    public static void Said(Scope scope, World world, Move step, ref Verdicts verdicts)
    {
        var end = world.Servers[step.Server].EndOf(step.Link);
        if (step.Message.Kind is ResultRequest or Auth or Stanza)
        {
            var towards = step.Message.Kind == Auth ? end.Remote : step.Message.Pair.Target;
            var required = scope.Servers[step.Server].Of(towards).Tls == TlsUse.Required;
            if (required)
            {
                verdicts.Witness(Secret);
            }

            if (required && end.Security == Security.Clear)
            {
                verdicts.Violate(Secret);
            }
        }

        if (step.Message is { Kind: ResultAnswer, Type: not AnswerType.Valid })
        {
            verdicts.Witness(Refusal);
        }

        if (step.Message.Kind == Stanza && end.Role == Role.Receiver)
        {
            verdicts.Witness(BothWays);
        }
    }

    /// <summary>Judges what a server hears, before it does.</summary>
    public static void Heard(Scope scope, World world, Move step, ref Verdicts verdicts)
    {
        var message = step.Message;
        var server = world.Servers[step.Server];
        var link = world.Links[world.LinkAt(step.Link)];
        if (message.Kind == VerifyAnswer && message.Type == AnswerType.Valid)
        {
            JudgeVerdict(scope, world, server, link, message, ref verdicts);
        }
        else if (message.Kind == Stanza)
        {
            JudgeStanza(scope, world, Effects.Heard(server, step.Link, message), link, step, ref verdicts);
        }
    }

    private static void JudgeVerdict(Scope scope, World world, Server server, Link link, Message message, ref Verdicts verdicts)
    {
        var credited = Effects.Heard(server, link.Number, message);
        if (server.Claims.Find(c => c.Link == 0 && c.Pair == message.Pair && c.Id == message.Id) >= 0)
        {
            verdicts.Witness(LateVerdict);
        }

        foreach (var claim in credited.Claims.Span)
        {
            if (claim.Type != AnswerType.Valid || claim.Pair != message.Pair || claim.Id != message.Id)
            {
                continue;
            }

            verdicts.Witness(Genuine);
            var maker = scope.ServerOf(claim.Pair.Sender);
            if (!Attacks.CanTouch(scope, world, link) && claim.Key != new Key((ushort)maker, claim.Pair, claim.Id))
            {
                verdicts.Violate(Genuine);
            }
        }
    }

    private static void JudgeStanza(Scope scope, World world, Server heard, Link link, Move step, ref Verdicts verdicts)
    {
        var end = heard.EndOf(link.Number);
        var author = step.Message.Key.Maker;
        var honest = author == scope.ServerOf(step.Message.Pair.Sender);
        if (ProtocolSystem.IsTaken(heard, link.Number, step.Message))
        {
            verdicts.Witness(Authentic);
            verdicts.Witness(end.Security == Security.Sasl ? ByExternal : ByDialback);
            if ((end.Role == Role.Receiver ? end.MayDeliver : end.MayWrite).Count > 1)
            {
                verdicts.Witness(Shared);
            }

            if (!honest && !world.Tainted.Contains(step.Message.Pair) && !(Attacks.CanTouch(scope, world, link) && !link.IsAttackers))
            {
                verdicts.Violate(Authentic);
            }
        }
        else if (honest && !end.ErrorSaid && !Attacks.CanTouch(scope, world, link))
        {
            verdicts.Violate(Understood);
        }
        else if (!honest)
        {
            verdicts.Witness(Imposture);
        }

        if (honest)
        {
            verdicts.Witness(Understood);
        }
    }

    private static bool IsAtRest(World world)
    {
        foreach (var server in world.Servers.Span)
        {
            foreach (var seat in server.Seats.Span)
            {
                if (seat.End is not { Asked.IsEmpty: true, Pending.IsEmpty: true, Exchange: Exchange.None })
                {
                    return false;
                }
            }
        }

        return true;
    }
}

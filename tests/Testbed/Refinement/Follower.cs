using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// Follows one server in the model: what it hears changes it there, and what it says must be allowed. It makes no difference
/// whether the server is ours, or was recorded. What remains open in the model is open here: after what was said and heard
/// there is one state of the model, so that no set of them has to be kept.
/// </summary>
internal sealed class Follower
{
    /// <summary>Is told every rule that what was said was judged by.</summary>
    public Action<Rule>? Judged { get; init; }

    /// <summary>Is told whatever is said and heard, and whether it changes anything.</summary>
    public Action<Conduct, bool>? Seen { get; init; }

    /// <summary>The rules that it is not judged by, because nobody can tell whether they are kept.</summary>
    public IReadOnlySet<Rule> Exempt { get; init; } = new HashSet<Rule>();

    /// <summary>The server has heard something.</summary>
    public Server Hear(Server server, ushort link, Message message)
    {
        var heard = Effects.Heard(server, link, message);
        Seen?.Invoke(Conduct.Of(server.EndOf(link), said: false, message), Matters(server, heard, link, message));
        return heard;
    }

    /// <summary>The server has said something. Whether it was allowed or not, it is said.</summary>
    /// <returns>Where the model stands then, and what was not allowed; that is null if everything was.</returns>
    public (Server Server, Departure? Departure) Say(Server server, ushort link, Message message)
    {
        Seen?.Invoke(Conduct.Of(server.EndOf(link), said: true, message), true);
        return (Effects.Said(server, link, message), Judge(server, link, message, Rules.On(message.Kind)));
    }

    /// <summary>Judges something that is said or done by these rules.</summary>
    /// <returns>Null if they allow it.</returns>
    public Departure? Judge(Server server, ushort link, Message message, ReadOnlySpan<Rule> rules)
    {
        var situation = new Situation(server, link, message);
        foreach (var rule in rules)
        {
            if (Exempt.Contains(rule))
            {
                continue;
            }

            Judged?.Invoke(rule);
            if (!rule.Holds(situation))
            {
                return new Departure(link, message, rule, situation.End);
            }
        }

        return null;
    }

    // A stanza matters where it may be delivered; anything else, where the server is another one behind it.
    private static bool Matters(Server before, Server after, ushort link, Message message) => message.Kind == MessageKind.Stanza
        ? before.EndOf(link).MayDeliver.Contains(message.Pair)
        : after != before.With(link, before.EndOf(link) with { JustHeard = Pair.None });
}

/// <summary>Something that a server has said and that no rule book allows.</summary>
/// <param name="Link">Where.</param>
/// <param name="Message">What.</param>
/// <param name="Rule">The first rule that it breaks.</param>
/// <param name="End">Where the stream stood.</param>
internal sealed record Departure(ushort Link, Message Message, Rule Rule, StreamEnd End)
{
    /// <summary>What the connection is called where it happened.</summary>
    public string Connection { get; init; } = $"{Link}";

    public override string ToString() => $"{Message} on {Connection}: {Rule}";
}

using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// What a step takes from and leaves behind: the state of a server, what waits for its loop, what its loop has started, the
/// ends and the directions of a connection. A later step that takes what an earlier one has left may depend on it.
/// </summary>
internal sealed partial record Footprint(Seq<string> Takes, Seq<string> Leaves)
{
    private static readonly Footprint Nothing = new([], []);

    /// <param name="label">The name of the step in a trace.</param>
    /// <param name="isNegotiator">Whether a server is one of ours; a simulated peer answers within a delivery.</param>
    public static Footprint Of(string label, Func<string, bool> isNegotiator)
    {
        var words = label.Split(' ');
        return words switch
        {
            ["run", var actor, ..] => OfActor(actor),
            ["deliver", var link, ..] => OfDelivery(link, isNegotiator),
            ["handshake", var link, ..] => Both([.. DirectionsOf(link), .. EndsOf(link)]),
            ["cut" or "reset", var link, ..] => new([], [.. DirectionsOf(link), .. EndsOf(link)]),
            ["connect", var way, ..] => OfConnect(way),
            ["resolve", var server, ..] => new([], [$"started by {server}"]),
            ["lose" or "return", var server] => Both([.. PartsOf(server)]),
            ["shut", "down", var server] => Both([.. PartsOf(server)]),
            ["attacker", "connects", "to", var host, ..] => new([], [$"heard by {host}"]),
            ["attacker", ..] => Nothing,
            _ => OfTimer(label),
        };
    }

    /// <summary>Everything that belongs to a server.</summary>
    public static IEnumerable<string> PartsOf(string server) => [$"state of {server}", $"heard by {server}", $"started by {server}"];

    [GeneratedRegex("^(?<from>[^→←]+)(?<way>[→←])(?<to>[^→←/]+)/[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("^(early timer|sooner|timer) (?<server>[^ →←]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Timer();

    // The loop takes what waits for it and starts the others; each of these is one after the other for itself.
    private static Footprint OfActor(string actor)
    {
        var (server, name) = actor.Split('/', 2) is [var s, var n] ? (Life(s), n) : (actor, "");
        return name == "loop"
            ? Both([.. PartsOf(server)])
            : new([$"actor {actor}", $"started by {server}"], [$"actor {actor}", $"heard by {server}"]);
    }

    private static Footprint OfDelivery(string link, Func<string, bool> isNegotiator)
    {
        var receiver = ReceiverOf(link);
        return isNegotiator(receiver)
            ? new([$"direction {link}"], [$"direction {link}", $"started by {receiver}"])
            : Both([$"direction {link}", .. PartsOf(receiver)]);
    }

    private static Footprint OfConnect(string way)
    {
        var servers = way.Split('→');
        return new([], [.. servers.SelectMany(s => PartsOf(s.Split(':')[0]).Skip(1))]);
    }

    private static Footprint OfTimer(string label) => Timer().Match(label) is { Success: true } timer
        ? new([], [$"heard by {Life(timer.Groups["server"].Value)}", $"started by {Life(timer.Groups["server"].Value)}"])
        : Nothing;

    private static Footprint Both(Seq<string> touched) => new(touched, touched);

    // What has happened to an end is what its server's reader or writer finds there.
    private static Seq<string> EndsOf(string link) => Link().Match(link) is { Success: true } found
        ? [$"started by {found.Groups["from"].Value}", $"started by {found.Groups["to"].Value}"]
        : [];

    private static Seq<string> DirectionsOf(string link) =>
        [$"direction {link.Replace('←', '→')}", $"direction {link.Replace('→', '←')}"];

    /// <summary>Who reads what is delivered over a link.</summary>
    public static string ReceiverOf(string link) => Link().Match(link) is { Success: true } found
        ? found.Groups[found.Groups["way"].Value == "→" ? "to" : "from"].Value
        : link;

    /// <summary>Who writes what is delivered over a link.</summary>
    public static string WriterOf(string link) => Link().Match(link) is { Success: true } found
        ? found.Groups[found.Groups["way"].Value == "→" ? "from" : "to"].Value
        : link;

    // The server of a life: later ones are told apart by a number.
    private static string Life(string name) => name.Split('_')[0];
}

using System.Globalization;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Steps in words: those of the environment of the other engines, where they have one for it. A connection is counted among
/// those that are there now, from the same server to the same other one, and a timer among those that are set; what a trace
/// of the other engines counts is the whole past.
/// </summary>
internal sealed class StepLabels(CoreWorld world, Interner<WireItem> items)
{
    public string Of(CoreState state, CoreStep step) => step.Kind switch
    {
        CoreStepKind.HandOver => $"{NameOf(step.Server)} hands over {StanzaName(world.Stanzas[step.Place].Stanza)}",
        CoreStepKind.Resolve => Resolving(state, step),
        CoreStepKind.Connect => Connecting(state.Links[step.Place].Value, step.Detail == 1),
        CoreStepKind.Accept => $"accept {LinkName(state, step.Place, byInitiator: true)}",
        CoreStepKind.Deliver => Delivering(state, step),
        CoreStepKind.Break => $"deliver {LinkName(state, step.Place, byInitiator: step.Detail == 0)} reset",
        CoreStepKind.Handshake => $"handshake {LinkName(state, step.Place, byInitiator: true)}"
            + (step.Detail == 0 ? "" : $" {(TlsFault)step.Detail}"),
        CoreStepKind.Secured => $"handshake {LinkName(state, step.Place, byInitiator: false)}",
        CoreStepKind.Written => $"written {LinkName(state, step.Place, byInitiator: step.Detail == 1)}",
        CoreStepKind.Closed => $"closed {LinkName(state, step.Place, byInitiator: step.Detail == 1)}",
        CoreStepKind.Timer => $"{(step.Detail == 1 ? "early timer" : "timer")} {TimerName(state, step)}",
        CoreStepKind.Ring => $"{NameOf(step.Server)} hears of timer {TimerName(state, step)}",
        CoreStepKind.Cut => $"cut {LinkName(state, step.Place, byInitiator: true)}",
        CoreStepKind.Reset => $"reset {LinkName(state, step.Place, byInitiator: true)}",
        CoreStepKind.Lose => $"lose {NameOf(step.Server)}",
        CoreStepKind.Return => $"return {NameOf(step.Server)}",
        CoreStepKind.ShutDown => $"shut down {NameOf(step.Server)}",
        CoreStepKind.AttackerConnects => Calling(step),
        CoreStepKind.AttackerLeaves => "attacker leaves",
        CoreStepKind.AttackerSays => Saying(state, step),
        _ => throw new InvalidOperationException($"No words for {step.Kind}."),
    };

    private string Resolving(CoreState state, CoreStep step)
    {
        var (server, domain) = (NameOf(step.Server), state.Servers[step.Server].Value.Resolving[step.Place].Remote);
        return step.Detail == 1 ? $"dns {server} {domain} failed" : $"resolve {server} {domain}";
    }

    private string Connecting(Link link, bool refused)
    {
        var target = link.To == CoreWorld.Nobody ? NameOf(link.To) : world.TargetOf(link).ToString();
        return refused ? $"connect {NameOf(link.From)}→{NameOf(link.To)} refused" : $"connect {NameOf(link.From)}→{target}";
    }

    private string Delivering(CoreState state, CoreStep step)
    {
        var (toInitiator, bytesBehind, _) = Delivery.Of(step.Detail);
        var item = state.Links[step.Place].Value.QueueTo(toInitiator)[0];
        return $"deliver {LinkName(state, step.Place, byInitiator: !toInitiator)} {(item == Link.Fin ? "fin" : ItemName(item))}"
            + (bytesBehind ? " and more" : "");
    }

    private string Calling(CoreStep step)
    {
        var (claim, how) = AttackerCall.Of(step.Detail);
        return $"attacker connects to {NameOf(step.Place)} as {world.Scope.Attacker.Claims[claim]}" + how switch
        {
            CallKind.DirectTls => " by direct TLS",
            CallKind.WithoutVersion => " without a version",
            _ => "",
        };
    }

    private string Saying(CoreState state, CoreStep step)
    {
        var (toInitiator, _, item) = Delivery.Of(step.Detail);
        return $"attacker says {ItemName(item)} on {LinkName(state, step.Place, byInitiator: !toInitiator)}";
    }

    private static string StanzaName(Stanza stanza) => $"{stanza.Pair} #{stanza.Id}";

    public string NameOf(int server) => server switch
    {
        CoreWorld.Attacker => world.Stranger.Name.Name,
        CoreWorld.Nobody => "nobody",
        _ => world.Servers[server].Name.Name,
    };

    private string LinkName(CoreState state, int place, bool byInitiator)
    {
        var link = state.Links[place].Value;
        var number = 1 + state.Links.Take(place).Count(l => (l.Value.From, l.Value.To) == (link.From, link.To));
        return string.Create(
            CultureInfo.InvariantCulture, $"{NameOf(link.From)}{(byInitiator ? '→' : '←')}{NameOf(link.To)}/{number}");
    }

    private string TimerName(CoreState state, CoreStep step)
    {
        var owner = state.Servers[step.Server].Value.Core.Timers.TryGetValue(new TimerId(step.Place), out var found)
            ? found.ToString()
            : "nobody's";
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(step.Server)} {owner} #{step.Place}");
    }

    /// <summary>What <see cref="SegmentName"/> says, from the item instead of its bytes.</summary>
    public string ItemName(int item) => items[item].Value switch
    {
        WireItem.Opened => "header",
        WireItem.Ended => "close",
        WireItem.Whole({ Namespace: Namespaces.Streams } element) => $"stream:{element.Local}",
        WireItem.Whole({ Namespace: Namespaces.Dialback } element) => $"db:{element.Local}",
        WireItem.Whole(var element) => element.Local,
        _ => "bytes",
    };
}

using System.Globalization;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>What a server's core knows, in short words: each machine by name, and where it stands.</summary>
internal sealed record ServerView(
    Seq<StreamView> Streams, Seq<MachineView> Searches, Seq<MachineView> Verifications, Seq<RouteView> Routes)
{
    /// <param name="state">The state of the core.</param>
    /// <param name="nameOf">The name of a connection in the world; null before it is made.</param>
    public static ServerView Of(FederationState state, Func<ConnectionId, string?> nameOf) => new(
        [
            .. state.Outgoing.Select(s => new StreamView(s.Key.ToString(), nameOf(s.Key), "initiator", WordOf(s.Value.State))),
            .. state.Incoming.Select(s => new StreamView(s.Key.ToString(), nameOf(s.Key), "receiver", WordOf(s.Value.State))),
        ],
        state.Searches.Select(s => new MachineView($"search {NameOf(s.Key)}", WordOf(s.Value.State.Phase))).ToSeq(),
        state.Verifications.Select(v => new MachineView($"verification {NameOf(v.Key)}", $"asked for {v.Value.Asker}")).ToSeq(),
        state.Routes.Select(r => new RouteView(
            r.Key.ToString(), (r.Value as Route.Open)?.Connection.ToString(), r.Value.Queue.Count,
            r.Value is Route.Open open ? open.InFlight : 0)).ToSeq());

    /// <summary>All of them, the streams first.</summary>
    public IEnumerable<MachineView> Machines =>
    [
        .. Streams.Select(s => new MachineView(s.Title, s.State)), .. Searches, .. Verifications,
        .. Routes.Select(r => new MachineView($"route {r.Pair}", r.Words)),
    ];

    /// <summary>Those that are neither a stream nor a route.</summary>
    public IEnumerable<MachineView> Others => Searches.Concat(Verifications);

    private static string NameOf(Errand errand) => errand switch
    {
        Errand.Carry(var pair) => $"{pair}",
        Errand.Verify(var question, var asker) => $"key of {question.Pair} for {asker}",
        _ => "errand",
    };

    private static string WordOf(EstablishmentPhase phase) => phase switch
    {
        EstablishmentPhase.Joining(var shared, _) => $"joining {shared.Connection}",
        EstablishmentPhase.Attempting(_, var target, var method) => $"attempting {target} by {method}",
        _ => PlainWords.Of(phase.GetType().Name),
    };

    private static string WordOf(InitiatingState state) => PlainWords.Of(state.GetType().Name) + state switch
    {
        InitiatingState.AwaitingHeader s => In(s.Epoch),
        InitiatingState.AwaitingFeatures s => In(s.Epoch),
        InitiatingState.AwaitingOutcome s => In(s.Epoch),
        InitiatingState.AwaitingAnswer s => In(s.Epoch),
        InitiatingState.Ready s => In(s.Epoch) + For(s.Proofs.Count),
        _ => "",
    };

    private static string WordOf(ReceivingState state) => PlainWords.Of(state.GetType().Name) + state switch
    {
        ReceivingState.AwaitingHeader s => In(s.Epoch),
        ReceivingState.Negotiating s => In(s.Session.Epoch) + Asking(s.Pending.Count),
        ReceivingState.Established s => In(s.Session.Epoch) + For(s.Proofs.Count) + Asking(s.Pending.Count),
        _ => "",
    };

    private static string In(Epoch epoch) => $" ({epoch})";

    private static string For(int proofs) => string.Create(CultureInfo.InvariantCulture, $", {proofs} proved");

    private static string Asking(int pending) =>
        pending == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {pending} asked about");
}

/// <summary>A machine and where it stands.</summary>
internal sealed record MachineView(string Name, string State);

/// <summary>One stream.</summary>
/// <param name="Id">The name that its server has for it.</param>
/// <param name="Connection">The name that the world has for it; null before it is made.</param>
/// <param name="Role">Whether its server has opened it: <c>initiator</c> or <c>receiver</c>.</param>
internal sealed record StreamView(string Id, string? Connection, string Role, string State)
{
    public string Title => Connection is null ? Id : $"{Id} {Connection}";
}

/// <summary>How the stanzas of a pair travel.</summary>
/// <param name="On">The stream; null while one is sought.</param>
/// <param name="Waiting">How many wait.</param>
/// <param name="Writing">How many are with the writer.</param>
internal sealed record RouteView(string Pair, string? On, int Waiting, int Writing)
{
    public string Words => string.Create(
        CultureInfo.InvariantCulture, $"{(On is null ? "seeking" : $"open on {On}")}, {Waiting} waiting, {Writing} with the writer");
}

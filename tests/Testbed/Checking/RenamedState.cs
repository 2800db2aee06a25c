using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// The same with other names. Every name is met, always in the same order, which depends on no other name than on those
/// of connections. What the attempts of a minute were is forgotten: time stands still, and they would only grow.
/// </summary>
internal static class RenamedState
{
    public static FederationState Renamed(this FederationState state, Names names)
    {
        var outgoing = Of(state.Outgoing, names.Of, s => Of(s, names));
        var incoming = Of(state.Incoming, names.Of, s => Of(s, names));
        return state with
        {
            Outgoing = outgoing,
            Incoming = incoming,
            Crowd = state.Crowd with
            {
                Attempts = Attempts.None,
                Tallies = Of(state.Crowd.Tallies, k => k, t => t with { HalfOpen = t.HalfOpen.Select(names.Of).ToSeq() }),
            },
            Searches = ByErrand(state.Searches, names, s => Of(s, names)),
            Verifications = ByErrand(state.Verifications, names, v => v with
            {
                Question = Of(v.Question, names),
                Asker = names.Of(v.Asker),
            }),
            Routes = Of(state.Routes, p => p, r => r is Route.Open open ? open with { Connection = names.Of(open.Connection) } : r),
            BackOffs = Of(state.BackOffs, p => p, b => b with { Timer = names.Of(b.Timer) }),
            Refrained = Of(state.Refrained, d => d, names.Of),
            LastCall = Of(state.LastCall, names),
            Timers = Of(state.Timers, names.Of, o => Of(o, names)),
        };
    }

    public static Errand Of(Errand errand, Names names) => errand is Errand.Verify(var question, var asker)
        ? new Errand.Verify(Of(question, names), names.Of(asker))
        : errand;

    /// <summary>A map by errands: those with an older asker come first, whatever the ids are called.</summary>
    public static Map<Errand, T> ByErrand<T>(Map<Errand, T> map, Names names, Func<T, T> renamed)
    {
        var result = default(Map<Errand, T>);
        foreach (var (errand, value) in map.OrderBy(e => (e.Key as Errand.Verify)?.Asker ?? default))
        {
            result = result.With(Of(errand, names), renamed(value));
        }

        return result;
    }

    public static Map<TKey, TValue> Of<TKey, TValue>(
        Map<TKey, TValue> map, Func<TKey, TKey> key, Func<TValue, TValue> value)
        where TKey : notnull, IComparable<TKey>
    {
        var result = default(Map<TKey, TValue>);
        foreach (var (k, v) in map)
        {
            result = result.With(key(k), value(v));
        }

        return result;
    }

    /// <summary>What is under way, with other ids in headers and in what dialback says.</summary>
    public static WireItem Renamed(this WireItem item, Names names) => item switch
    {
        WireItem.Opened opened => opened with { Attributes = Of(opened.Attributes, names) },
        WireItem.Whole({ Namespace: Namespaces.Dialback } element) => new WireItem.Whole(element with
        {
            Attributes = Of(element.Attributes, names),
            Children = element.Children.Select(c => c is XmlText text ? new XmlText(names.Of(text.Value)) : c).ToSeq(),
        }),
        _ => item,
    };

    private static Seq<XmlAttribute> Of(Seq<XmlAttribute> attributes, Names names) =>
        attributes.Select(a => a.Name.Local == "id" ? a with { Value = names.Of(a.Value) } : a).ToSeq();

    private static OutgoingStream Of(OutgoingStream stream, Names names) => stream with
    {
        Context = stream.Context with { Errand = Of(stream.Context.Errand, names) },
        State = stream.State switch
        {
            InitiatingState.AwaitingFeatures s => s with { Peer = Of(s.Peer, names) },
            InitiatingState.AwaitingOutcome s => s with { Peer = Of(s.Peer, names) },
            InitiatingState.AwaitingAnswer s => s with { Peer = Of(s.Peer, names) },
            InitiatingState.Ready s => s with { Peer = Of(s.Peer, names) },
            var s => s,
        },
        Watch = Of(stream.Watch, names),
    };

    private static IncomingStream Of(IncomingStream stream, Names names) => stream with
    {
        State = Of(stream.State, names),
        Watch = Of(stream.Watch, names),
    };

    private static ReceivingState Of(ReceivingState state, Names names) => state switch
    {
        ReceivingState.Negotiating s => Of(s, names),
        ReceivingState.AwaitingResponse s => new ReceivingState.AwaitingResponse(Of(s.Before, names)),
        ReceivingState.Established s => s with { Session = Of(s.Session, names), Pending = Of(s.Pending, names) },
        _ => state,
    };

    private static ReceivingState.Negotiating Of(ReceivingState.Negotiating state, Names names) =>
        state with { Session = Of(state.Session, names), Pending = Of(state.Pending, names) };

    private static Session Of(Session session, Names names) => session with { Id = names.Of(session.Id) };

    private static Seq<KeyQuestion> Of(Seq<KeyQuestion> questions, Names names) => questions.Select(q => Of(q, names)).ToSeq();

    private static KeyQuestion Of(KeyQuestion question, Names names) =>
        question with { Id = names.Of(question.Id), Key = names.Of(question.Key) };

    private static PeerHeader Of(PeerHeader peer, Names names) =>
        peer.Id is { } id ? peer with { Id = names.Of(id) } : peer;

    private static Search Of(Search search, Names names) => new(
        search.State with
        {
            Errand = Of(search.State.Errand, names),
            Phase = search.State.Phase is EstablishmentPhase.Joining joining
                ? joining with { Shared = joining.Shared with { Connection = names.Of(joining.Shared.Connection) } }
                : search.State.Phase,
        },
        search.Connection is { } connection ? names.Of(connection) : null,
        Of(search.Watch, names));

    private static Watch? Of(Watch? watch, Names names) => watch is null ? null : watch with { Timer = names.Of(watch.Timer) };

    private static TimerOwner Of(TimerOwner owner, Names names) => owner switch
    {
        TimerOwner.Connection(var id) => new TimerOwner.Connection(names.Of(id)),
        TimerOwner.Resolution(var errand) => new TimerOwner.Resolution(Of(errand, names)),
        TimerOwner.Joining(var errand) => new TimerOwner.Joining(Of(errand, names)),
        _ => owner,
    };
}

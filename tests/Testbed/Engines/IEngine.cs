using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Who controls an execution: it owns the order of everything that could happen next. One world runs on either
/// engine; it tells the engine what may happen, and the engine makes it happen.
/// </summary>
internal interface IEngine
{
    /// <summary>An environment's choice among <paramref name="count"/> ways; 0 is the plainest one.</summary>
    int Choose(int count, Func<int, string> label);

    /// <summary>Something of the environment may happen from now on, once.</summary>
    void Offer(WorldEvent happening);

    /// <summary>The same, in front of everything offered for its link: the rest of something that has begun.</summary>
    void OfferFirst(WorldEvent happening);

    /// <summary>Starts the loops of one server in one of its lives, each as an actor of its own.</summary>
    ITaskStarter StarterFor(string server, string life);

    /// <summary>What the loops that it has started threw: each is a fault of ours, and none may be lost.</summary>
    IEnumerable<Exception> Faults { get; }

    /// <summary>The present step changes something, which has this name: it commutes with steps that do not.</summary>
    void Touch(string what)
    {
    }

    /// <summary>The present step depends on something, and does not change it.</summary>
    void Read(string what)
    {
    }

    /// <summary>Says something for the event log. The text is made only when somebody keeps the log.</summary>
    void Log(Func<string> line);
}

/// <summary>Something that the environment may do next.</summary>
/// <param name="Label">Its name in a trace: what, and on what; unique among what is possible at one time.</param>
/// <param name="Link">What orders it: events of one link happen in their order; null for those without order.</param>
/// <param name="Happen">What it does.</param>
internal sealed record WorldEvent(Func<string> Label, object? Link, Action Happen)
{
    /// <summary>
    /// What it changes, by name, so far as that is known before: servers, connections, ends of connections. Nothing where
    /// it concerns all.
    /// </summary>
    public Seq<string> Touches { get; init; }
}

/// <summary>What an engine runs.</summary>
internal interface IWorld
{
    /// <summary>Whether nothing will happen unless the environment moves.</summary>
    bool IsParked { get; }

    /// <summary>Whether a property has been violated: nothing more needs to happen.</summary>
    bool IsViolated { get; }

    /// <summary>
    /// Adds the faults that could strike now, from the mildest to the worst: whoever makes a failing execution plainer tries
    /// what stands before. So do the ways among which the environment chooses (<see cref="IEngine.Choose"/>).
    /// </summary>
    /// <remarks>
    /// The order, here and there: something comes sooner than it must, a timer fires early, the clock leaps; a connect or a
    /// reader is slow; bytes arrive together or in pieces; one direction ends; a write fails, the later the more of it has got
    /// out; a connect is refused, a name is not found; a connection is cut, is reset; TLS fails, at first or later on; a server
    /// shuts down, a server is lost.
    /// </remarks>
    void CollectFaults(List<WorldEvent> faults);

    /// <summary>Adds what somebody does whom nothing in the world moves, because a trace says so.</summary>
    void CollectActs(List<WorldEvent> acts)
    {
    }

    /// <summary>The timer that is due next; null when none is set. It fires only when nothing else can happen.</summary>
    WorldEvent? NextTimer();
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>One step of the core of one server.</summary>
internal readonly record struct ServerStep(
    int Server, ServerContext Context, FederationState Before, Input Input, Seq<Output> Outputs, FederationState After);

/// <summary>
/// Judges the servers by what goes in and comes out, and remembers what it needs for it in a value that becomes part of
/// the state: pure, compared by content, and as small as can be. It sees the names of the step, in which a connection keeps
/// its number from before; the ids of streams and keys are symbols.
/// </summary>
internal interface IStepObserver
{
    /// <summary>The properties that it judges; their numbers begin behind those of <see cref="CoreProperties"/>.</summary>
    IReadOnlyList<PropertyOf<CoreState>> Properties { get; }

    /// <summary>What it knows of a server that begins, or begins anew.</summary>
    object Begin(int server);

    /// <summary>What it knows behind a step. Of a connection that is gone it should know nothing any more.</summary>
    object See(object before, in ServerStep step, ref Verdicts verdicts);

    /// <summary>The same with other names: each name in it is given to <paramref name="names"/>, in an order of its own.</summary>
    object Renamed(object seen, Names names);
}

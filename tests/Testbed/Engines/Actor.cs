using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>One loop of one server, as a queue of continuations that run one at a time, when picked.</summary>
internal sealed class Actor : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State, ulong Origin)> _queue = new();
    private readonly HappensBefore? _order;
    private readonly string _name;

    /// <param name="server">Whose loop it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="order">Told that it has something to do, or null.</param>
    public Actor(string server, string name, HappensBefore? order)
    {
        (Server, Touches, _name, _order) = (server, [server], name, order);
        order?.Start(name);
        Label = () => $"run {name}";
        RunOne = Run;
    }

    public string Server { get; }

    /// <summary>What its steps change: all loops of a server share what the server knows.</summary>
    public Seq<string> Touches { get; }

    public Func<string> Label { get; }

    public Action RunOne { get; }

    public bool IsRunnable => _queue.Count > 0;

    /// <summary>What made its next step possible.</summary>
    public ulong Origin => _queue.Peek().Origin;

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state, _order?.Post(_name) ?? 0));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new InvalidOperationException("Nothing waits for an actor.");

    private void Run()
    {
        var (callback, state, _) = _queue.Dequeue();
        SetSynchronizationContext(this);
        callback(state);
        SetSynchronizationContext(null);
    }
}

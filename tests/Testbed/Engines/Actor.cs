namespace Xmpp.Federation.Testbed.Engines;

/// <summary>One loop of one server, as a queue of continuations that run one at a time, when picked.</summary>
internal sealed class Actor : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();

    public Actor(string name)
    {
        Label = () => $"run {name}";
        RunOne = Run;
    }

    public Func<string> Label { get; }

    public Action RunOne { get; }

    public bool IsRunnable => _queue.Count > 0;

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new InvalidOperationException("Nothing waits for an actor.");

    private void Run()
    {
        var (callback, state) = _queue.Dequeue();
        SetSynchronizationContext(this);
        callback(state);
        SetSynchronizationContext(null);
    }
}

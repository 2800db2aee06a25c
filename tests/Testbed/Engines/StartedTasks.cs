namespace Xmpp.Federation.Testbed.Engines;

/// <summary>The loops that an engine has started. Nobody awaits them, so that here is where their faults are seen.</summary>
internal sealed class StartedTasks
{
    private readonly List<Task> _tasks = [];

    public IEnumerable<Exception> Faults =>
        _tasks.Where(t => t.IsFaulted).Select(t => t.Exception!.InnerException!);

    /// <summary>Whether one of them has failed: it will not come to rest, and others may wait for it.</summary>
    public bool HasFault => _tasks.Exists(t => t.IsFaulted);

    public void Start(Func<Task> body) => _tasks.Add(body());
}

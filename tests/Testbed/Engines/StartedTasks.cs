namespace Xmpp.Federation.Testbed.Engines;

/// <summary>The loops that an engine has started. Nobody awaits them, so that here is where their faults are seen.</summary>
internal sealed class StartedTasks
{
    private readonly List<Task> _tasks = [];

    public IEnumerable<Exception> Faults =>
        _tasks.Where(t => t.IsFaulted).Select(t => t.Exception!.InnerException!);

    public void Start(Func<Task> body) => _tasks.Add(body());
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>Callbacks that are made while a lock is held.</summary>
internal sealed class Locking(IApplication application, Action<string> log)
{
    private readonly object _lock = new();

    public void Notices(Output output)
    {
        lock (_lock)
        {
            application.Notice(output);
        }
    }

    public void Says()
    {
        lock (_lock)
        {
            log("held");
        }
    }

    public void SaysInPassing()
    {
        lock (_lock)
        {
            Say();
        }
    }

    private void Say() => log("held, though it cannot be seen here");
}

/// <summary>The same behind the lock, where it is allowed.</summary>
internal sealed class Unlocking(IApplication application, Action<string> log)
{
    private readonly object _lock = new();
    private int _count;

    public void Notices(Output output)
    {
        lock (_lock)
        {
            _count++;
        }

        application.Notice(output);
        log($"{_count}");
    }
}

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Work on threads of our own: the pool must stay unused, because who escapes to it escapes the scheduler.</summary>
internal static class WorkerThreads
{
    /// <summary>Does all of it, the first piece on this thread.</summary>
    /// <exception cref="AggregateException">Something of it failed; the rest was done all the same.</exception>
    public static void Run(params IReadOnlyList<Action> works)
    {
        var faults = new Exception?[works.Count];
        var threads = new Thread[works.Count - 1];
        for (var i = 1; i < works.Count; i++)
        {
            var number = i;
            threads[i - 1] = new Thread(() => faults[number] = Try(works[number]));
            threads[i - 1].Start();
        }

        faults[0] = Try(works[0]);
        Array.ForEach(threads, t => t.Join());
        var failed = faults.OfType<Exception>().ToArray();
        switch (failed)
        {
            case []:
                break;
            case [var one]:
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(one);
                break;
            default:
                throw new AggregateException(failed);
        }
    }

    private static Exception? Try(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }
}

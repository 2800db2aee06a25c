namespace Xmpp.Federation.Testbed.Running;

/// <summary>The smallest number of a violation, whichever thread met it first.</summary>
internal sealed class FirstFound
{
    private readonly object _lock = new();

    public long? Number { get; private set; }

    public void Report(long number)
    {
        lock (_lock)
        {
            Number = Number is { } known && known < number ? known : number;
        }
    }

    public bool IsBefore(long number)
    {
        lock (_lock)
        {
            return Number < number;
        }
    }
}

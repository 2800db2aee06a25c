using System.Collections.Concurrent;
using System.Diagnostics;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>The activities of one local domain that have ended, in order.</summary>
internal sealed class Activities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Activities(string local)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == XmppFederation.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (local.Equals(activity.GetTagItem("xmpp.federation.local")))
                {
                    _ended.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Dispose() => _listener.Dispose();
}

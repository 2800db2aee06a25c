using System.Diagnostics;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Adapters.Telemetry;

/// <summary>
/// The searches for a stream that are under way, each an activity of its own from the first question to the name service
/// to the first pair, the answer, or the end of all attempts. Nothing of a stanza or a key is in it.
/// </summary>
internal sealed class Searches(Instruments instruments, TimeProvider time)
{
    private static readonly ActivitySource Source = new(
        XmppFederation.TelemetryName, typeof(Searches).Assembly.GetName().Version?.ToString(3));

    private readonly Dictionary<Errand, Running> _running = [];

    /// <summary>Sees what was decided, and the state behind it.</summary>
    public void See(Output output, FederationState after)
    {
        switch (output)
        {
            case Output.Resolve(var errand):
                _running[errand] = new Running(time.GetTimestamp(), Begin(errand));
                break;
            case Output.Dial(var connection, var target, _) when after.SearchOn(connection) is { } search:
                if (_running.TryGetValue(search.State.Errand, out var running))
                {
                    running.Activity?.AddEvent(Dialling(target));
                }

                break;
            case Output.Admitted({ Dialled: true } connection, var proof, _)
                when _running.Remove(new Errand.Carry(proof.Pair), out var found):
                instruments.Negotiated(dialled: true, time.GetElapsedTime(found.Since), proof.Means);
                found.Activity?.SetTag("xmpp.federation.connection", $"{connection}")
                    .SetTag("xmpp.federation.means", proof.Means.Name()).Stop();
                break;
            case Output.GaveUp(var errand, var reasons) when _running.Remove(errand, out var failed):
                Fail(errand, failed, reasons);
                break;
        }
    }

    /// <summary>
    /// Ends what the core no longer searches for and said nothing about: a question that was answered, and everything at a
    /// shutdown.
    /// </summary>
    public void Sweep(FederationState after)
    {
        if (_running.Count <= after.Searches.Count)
        {
            return;
        }

        foreach (var (errand, over) in _running.Where(r => !after.Searches.ContainsKey(r.Key)).ToList())
        {
            _running.Remove(errand);
            over.Activity?.Stop();
        }
    }

    // The loop serves all searches in turn: none of them may become the parent of the next.
    private static Activity? Begin(Errand errand)
    {
        var name = errand is Errand.Carry ? "xmpp.federation.establish" : "xmpp.federation.verify";
        var activity = Source.CreateActivity(name, ActivityKind.Client);
        activity?.SetTag("xmpp.federation.local", errand.Local.Name)
            .SetTag("xmpp.federation.remote", errand.Remote.Name).Start();
        Activity.Current = null;
        return activity;
    }

    private static ActivityEvent Dialling(Target target) => new("dial", tags: new ActivityTagsCollection
    {
        ["server.address"] = target.Host,
        ["server.port"] = target.Port,
        ["xmpp.federation.direct_tls"] = target.DirectTls,
    });

    private void Fail(Errand errand, Running failed, ReasonChain reasons)
    {
        var flavour = reasons.Reasons is [.., var last] ? $"{last.Flavour}" : "_OTHER";
        if (errand is Errand.Carry)
        {
            instruments.Failed(dialled: true, time.GetElapsedTime(failed.Since), flavour);
        }

        failed.Activity?.SetTag("error.type", flavour)
            .SetTag("xmpp.federation.reasons", reasons.Reasons.Select(r => $"{r}").ToArray())
            .SetStatus(ActivityStatusCode.Error, reasons.Remedy).Stop();
    }

    private readonly record struct Running(long Since, Activity? Activity);
}

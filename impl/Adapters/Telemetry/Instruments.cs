using System.Diagnostics.Metrics;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters.Telemetry;

/// <summary>
/// The meter of a federation, named by the conventions of OpenTelemetry; impl/Telemetry.md lists its instruments. No
/// attribute holds a remote domain: whoever connects could make as many of them as he likes.
/// </summary>
internal sealed class Instruments : IDisposable
{
    private const string Outcome = "xmpp.federation.outcome";
    private const string Role = "xmpp.federation.role";
    private const string Error = "error.type";

    private static readonly KeyValuePair<string, object?> Initiator = new(Role, "initiator");
    private static readonly KeyValuePair<string, object?> Receiver = new(Role, "receiver");

    // In seconds: from a negotiation on one machine to one that tries every target until its deadline.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private readonly Meter? _own;
    private readonly Counter<long> _stanzas;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _negotiations;

    /// <summary>Makes the meter.</summary>
    /// <param name="factory">Makes it instead, if there is one.</param>
    /// <param name="state">The present state, from which levels are read when somebody asks for them.</param>
    public Instruments(IMeterFactory? factory, Func<FederationState> state)
    {
        var options = new MeterOptions(XmppFederation.TelemetryName)
        {
            Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3),
        };
        _own = factory is null ? new Meter(options) : null;
        var meter = _own ?? factory!.Create(options);
        _stanzas = meter.CreateCounter<long>(
            "xmpp.federation.stanzas", "{stanza}", "Stanzas by what became of them.");
        _refusals = meter.CreateCounter<long>(
            "xmpp.federation.refusals", "{refusal}", "What peers sent and this server refused, by rule.");
        _failures = meter.CreateCounter<long>(
            "xmpp.federation.attempts.failed", "{attempt}", "Attempts to get a stream that were refused or failed, by flavour.");
        _negotiations = meter.CreateHistogram(
            "xmpp.federation.negotiation.duration", "s", "From the search for a stream, or its acceptance, to its first pair.",
            tags: null, Seconds);
        meter.CreateObservableUpDownCounter(
            "xmpp.federation.streams.active", () => StreamsIn(state()), "{stream}", "Connections, negotiating or negotiated.");
        meter.CreateObservableUpDownCounter(
            "xmpp.federation.searches.active", () => state().Searches.Count, "{search}", "Searches for a stream under way.");
        meter.CreateObservableUpDownCounter(
            "xmpp.federation.queue.stanzas", () => state().Routes.Values.Sum(r => r.Queue.Count), "{stanza}",
            "Stanzas that wait for a stream or for room in it.");
    }

    public void Count(Output output)
    {
        switch (output)
        {
            case Output.Settle(_, StanzaFate.Written):
                _stanzas.Add(1, With(Outcome, "written"));
                break;
            case Output.Settle(_, StanzaFate.Unconfirmed):
                _stanzas.Add(1, With(Outcome, "unconfirmed"));
                break;
            case Output.Settle(_, StanzaFate.Returned(var condition, _)):
                _stanzas.Add(1, With(Outcome, "returned"), With(Error, condition));
                break;
            case Output.Deliver:
                _stanzas.Add(1, With(Outcome, "delivered"));
                break;
            case Output.Refused(var connection, var rule):
                _refusals.Add(1, With("xmpp.federation.rule", $"{rule}"), connection.Dialled ? Initiator : Receiver);
                break;
            case Output.Admitted(_, _, var reasons):
                CountFailed(reasons);
                break;
            case Output.GaveUp(_, var reasons):
                CountFailed(reasons);
                break;
        }
    }

    /// <summary>A stream was had after this time.</summary>
    public void Negotiated(bool dialled, TimeSpan took, ProofMeans means) => _negotiations.Record(
        took.TotalSeconds, dialled ? Initiator : Receiver, With(Outcome, "admitted"), With("xmpp.federation.means", means.Name()));

    /// <summary>No stream was had within this time; the error is the flavour of the last refusal, if one is known.</summary>
    public void Failed(bool dialled, TimeSpan took, string error) => _negotiations.Record(
        took.TotalSeconds, dialled ? Initiator : Receiver, With(Outcome, "failed"), With(Error, error));

    // A meter of somebody else's making is not ours to end.
    public void Dispose() => _own?.Dispose();

    private void CountFailed(ReasonChain reasons)
    {
        foreach (var reason in reasons.Reasons)
        {
            _failures.Add(1, With(Error, $"{reason.Flavour}"));
        }
    }

    private static Measurement<int>[] StreamsIn(FederationState state) =>
        [new(state.Outgoing.Count, Initiator), new(state.Incoming.Count, Receiver)];

    private static KeyValuePair<string, object?> With(string key, string value) => new(key, value);
}

using Microsoft.Extensions.Logging;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Adapters.Telemetry;

/// <summary>
/// Watches the core: every input and everything that was decided on it. It changes nothing, and who listens to it and
/// fails does no harm. The federation's loop is the only caller.
/// </summary>
internal sealed class Observation(Instruments instruments, TimeProvider time, ILogger log)
{
    private readonly Searches _searches = new(instruments, time);
    private readonly Dictionary<ConnectionId, long> _accepted = [];

    /// <summary><see cref="Core.Federation.Step"/>, watched.</summary>
    public Transition Step(ServerContext context, FederationState state, Input input)
    {
        var transition = Core.Federation.Step(context, state, input);
        try
        {
            See(input, transition);
        }
        catch (Exception fault)
        {
            log.ListenerFailed(fault);
        }

        return transition;
    }

    private void See(Input input, Transition transition)
    {
        if (input is Input.Accepted accepted)
        {
            _accepted[accepted.Connection] = time.GetTimestamp();
        }

        for (var i = 0; i < transition.Outputs.Count; i++)
        {
            var output = transition.Outputs[i];
            instruments.Count(output);
            _searches.See(output, transition.State);
            if (output is Output.Admitted(var connection, var proof, _) && _accepted.Remove(connection, out var since))
            {
                instruments.Negotiated(dialled: false, time.GetElapsedTime(since), proof.Means);
            }
        }

        _searches.Sweep(transition.State);
        if (input is Input.OnStream(var gone, _) && !transition.State.Incoming.ContainsKey(gone)
            && _accepted.Remove(gone, out var began))
        {
            instruments.Failed(dialled: false, time.GetElapsedTime(began), "_OTHER");
        }
    }
}

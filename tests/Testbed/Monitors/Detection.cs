using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// LIV-3: two negotiators whose policies exclude each other find it out by what they say to each other. Where no fault
/// strikes and everybody answers, no deadline of a negotiation passes.
/// </summary>
internal sealed class ExclusionIsSaid(bool everybodyAnswers) : PropertyMonitor("LIV-3")
{
    private readonly Dictionary<(string Server, TimerId Timer), Deadline> _deadlines = [];

    public override void OnStep(Stepped stepped)
    {
        if (!everybodyAnswers)
        {
            return;
        }

        var server = stepped.Server.Life.Name;
        if (stepped.Input is Input.TimedOut(var fired) && _deadlines.TryGetValue((server, fired), out var deadline))
        {
            Require(!deadline.IsOfANegotiation(), () => $"{server} waited in vain: its deadline of {deadline} has passed");
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.SetTimer set:
                    _deadlines[(server, set.Timer)] = set.Deadline;
                    break;
                case Output.GaveUp:
                    Exercise();
                    break;
            }
        }
    }
}

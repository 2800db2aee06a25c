using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-16: who grants a further pair without dialling back does so by the certificate, for the sender that this request
/// names (XEP-0344 2.4).
/// </summary>
internal sealed class CertificatesSpeakForTheRequest() : PropertyMonitor("INV-16")
{
    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is not Heard.ResultRequest(var pair, _) || stepped.PageOf(stepped.On) is not { SaslAgreed: true } page)
        {
            return;
        }

        Exercise();
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted admitted && admitted.Proof.Pair == pair
                && page.Receiver.Sees is var seen && !(seen is { Presented: true, Problem: CertificateProblem.None }
                    && seen.Names.Any(n => NamesAreEqualOrNothing.Covers(n, pair.Sender.Name))))
            {
                Break($"{stepped.Server.Name} granted {pair} on {page.Connection.Name} without asking, "
                    + $"and the certificate there names {seen?.Names.ToString() ?? "nobody"}");
            }
        }
    }
}

/// <summary>Which pairs a negotiator has itself taken a connection for: what a peer grants unasked is not among them.</summary>
internal sealed class Admissions
{
    private readonly HashSet<(Spot Spot, DomainPair Pair)> _pairs = [];

    public void Note(Stepped stepped)
    {
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.Admitted admitted)
            {
                _pairs.Add((stepped.At(admitted.Connection), admitted.Proof.Pair));
            }
        }
    }

    public bool HasAnother(Spot spot, DomainPair pair) => _pairs.Any(p => p.Spot == spot && p.Pair != pair);
}

/// <summary>INV-40: a dialback error for one pair leaves every other pair of the stream alone.</summary>
internal sealed class ErrorsConcernOnePair() : PropertyMonitor("INV-40")
{
    private readonly Admissions _admissions = new();

    public override void OnStep(Stepped stepped)
    {
        _admissions.Note(stepped);
        if (stepped.Heard is not Heard.ResultAnswer { Verdict: Verdict.Error } answer || !stepped.On.Dialled
            || stepped.PageOf(stepped.On) is not { } page || !_admissions.HasAnother(stepped.At(stepped.On), answer.Pair))
        {
            return;
        }

        Exercise();
        if (stepped.Said.Any(s => s.Connection == stepped.On && s.What is Heard.CloseTag or Heard.StreamError)
            || stepped.After.Outputs.Any(o => o is Output.Disconnect(var on, _) && on == stepped.On))
        {
            Break($"{stepped.Server.Name} ends {page.Connection.Name}, which others use, because of an error about {answer.Pair}");
        }
    }
}

/// <summary>
/// LIV-4: who is refused a place on the stream of another pair, by an error, by silence or by the end of the stream, has
/// a stream of its own sought. Only a key that was called invalid would be so there too.
/// </summary>
internal sealed class WhoIsRefusedAPlaceGoesAlone() : PropertyMonitor("LIV-4")
{
    private readonly HashSet<(Spot Spot, DomainPair Pair)> _asked = [];
    private readonly Admissions _admissions = new();

    public override void OnStep(Stepped stepped)
    {
        _admissions.Note(stepped);
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.GaveUp(Errand.Carry(var pair), var reasons) && IsRefusedAPlace(stepped, pair))
            {
                Require(
                    stepped.Heard is Heard.ResultAnswer { Verdict: Verdict.Invalid } || IsUnresolvable(stepped),
                    () => $"{stepped.Server.Name} gives {pair} up because it was refused a place on a stream: {reasons}");
            }
        }

        if (_asked.Count > 0 && stepped.After.State.Searches.Any(s =>
            s.Value.State is { Alone: true, Phase: not EstablishmentPhase.Joining } && s.Key is Errand.Carry(var alone)
            && _asked.RemoveWhere(a => a.Spot.Server == stepped.Server && a.Pair == alone) > 0))
        {
            Exercise();
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultRequest request && said.Connection.Dialled
                && _admissions.HasAnother(stepped.At(said.Connection), request.Pair))
            {
                _asked.Add((stepped.At(said.Connection), request.Pair));
            }
        }

        if (stepped.Heard is Heard.ResultAnswer answered)
        {
            _asked.Remove((stepped.At(stepped.On), answered.Pair));
        }
    }

    private bool IsRefusedAPlace(Stepped stepped, DomainPair pair) =>
        _asked.Any(a => a.Spot.Server == stepped.Server && a.Pair == pair);

    // The name service had answered before the place was asked for, and named nothing else that policy would use.
    private static bool IsUnresolvable(Stepped stepped) => stepped.Input is Input.Resolved or Input.ShutDown;
}

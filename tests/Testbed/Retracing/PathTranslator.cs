using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Checking;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// Follows a path of the checker and says of each step what a whole negotiator makes of it. States have canonical names,
/// in which nothing tells what has become of a connection from one state to the next one; so the path is followed twice,
/// the second time with a number in every connection that it keeps.
/// </summary>
internal sealed class PathTranslator
{
    private readonly CoreSystem _system;
    private readonly ConnectionBook _book;
    private readonly StepTranslator _steps;
    private CoreState _state;
    private CoreState _numbered;
    private int _serials;

    private PathTranslator(CoreSystem system)
    {
        _system = system;
        _book = new ConnectionBook(system.World);
        _steps = new StepTranslator(system, _book);
        _state = _numbered = system.Initial.Single();
    }

    public static Seq<EngineStep> Translate(CoreSystem system, IEnumerable<CoreStep> path)
    {
        var translator = new PathTranslator(system);
        return path.Select(translator.Next).ToSeq();
    }

    private EngineStep Next(CoreStep step)
    {
        var words = _system.Describe(_state, step);
        var verdicts = default(Verdicts);
        var after = _system.Next(_state, step, ref verdicts);
        var (same, numbered) = TheSame(step, after);
        if (same is { Kind: CoreStepKind.Connect, Detail: 0 } && IsMade(numbered, same))
        {
            _book.Made(_numbered, _numbered.Links[same.Place].Value);
        }

        var translated = _steps.Translate(words, _numbered, same);
        _book.Dialled(numbered);
        var held = HeldIn(numbered);
        (_state, _numbered) = (after, numbered);
        return translated with
        {
            Held = held,
            WritesAreToldAtOnce = !_system.WritesAreLate(after.World.Value),
        };
    }

    // Connections that nothing but their number tells apart may stand in another order: the step that leads to the same
    // state is the same step.
    private (CoreStep Step, CoreState After) TheSame(CoreStep step, CoreState after)
    {
        var steps = new List<CoreStep>();
        _system.CollectSteps(_numbered, steps);
        foreach (var candidate in steps.Where(s => s.Kind == step.Kind && s.Server == step.Server).Prepend(step))
        {
            var numbered = _system.Follow(_numbered, candidate, () => ++_serials);
            if (WithoutNumbers(numbered).Equals(after))
            {
                return (candidate, numbered);
            }
        }

        return (step, _system.Follow(_numbered, step, () => ++_serials));
    }

    private CoreState WithoutNumbers(CoreState state) => state with
    {
        Links = state.Links.Select(l => _system.LinkParts.Of(l.Value with { Serial = 0 })).ToSeq(),
    };

    private bool IsMade(CoreState after, CoreStep step)
    {
        var serial = _numbered.Links[step.Place].Value.Serial;
        return after.Links.Any(l => l.Value.Serial == serial && l.Value.Receiver.Phase != EndPhase.None);
    }

    // Writers that would tell their core of a socket that is gone, or of a handshake, before the path has come so far.
    private Seq<string> HeldIn(CoreState state)
    {
        var held = new List<string>();
        foreach (var link in state.Links.Select(l => l.Value))
        {
            foreach (var initiator in (ReadOnlySpan<bool>)[true, false])
            {
                if (link.ServerAt(initiator) >= 0 && link.End(initiator) is { Phase: EndPhase.Aborted } or { Tls: not TlsNews.None })
                {
                    held.Add($"{_book.LifeOf(state, link.ServerAt(initiator))}/writer/{_book.IdAt(link, initiator)}");
                }
            }
        }

        return held.ToSeq();
    }
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// Leads a whole negotiator along a path of the checker. A task runs when its core is to hear what it carries, and not
/// before; only what tells no core anything runs at once, so that what was said is under way. Behind the path the plainest
/// thing happens until nothing can.
/// </summary>
/// <remarks>
/// It comes as near to the path as the engine's steps allow. What is in the inbox of a server is heard in the order in
/// which it came there, all of it in one run; what is written at once arrives at once; and a timer fires when it is due.
/// </remarks>
internal sealed class PathStrategy(Seq<EngineStep> steps) : IStrategy
{
    private readonly List<(string Life, Input Input)> _heard = [];
    private readonly Dictionary<string, int> _untold = [];
    private readonly List<string> _fired = [];
    private IReadOnlyList<Option> _options = [];
    private string[] _labels = [];
    private int _at;
    private int _taken;
    private bool _isHeard;

    /// <summary>The first step that was not possible; null while there was none.</summary>
    public MissedStep? Missed { get; private set; }

    public int Pick(IReadOnlyList<Option> options)
    {
        (_options, _labels) = (options, [.. options.Select(o => o.Label())]);
        while (_at < steps.Count)
        {
            if (Towards(steps[_at]) is { } pick)
            {
                return pick;
            }

            (_at, _taken, _isHeard) = (_at + 1, 0, false);
        }

        return 0;
    }

    public int Choose(int count, Func<int, string> label)
    {
        for (var i = 0; i < count && _at < steps.Count; i++)
        {
            if (label(i) == steps[_at].Choice)
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>A core has heard something.</summary>
    public void See(Stepped stepped)
    {
        var life = stepped.Server.Life.Name;
        var sent = stepped.After.Outputs.Count(o => o is Output.SendStanza) - (stepped.Input is Input.Wrote ? 1 : 0);
        _untold[life] = _untold.GetValueOrDefault(life) + sent;
        _heard.Add((life, stepped.Input));
    }

    // What brings a step forward; null when it is over, or cannot be taken.
    private int? Towards(EngineStep step)
    {
        if (Run(l => IsQuiet(l, step)) is { } quiet)
        {
            return quiet;
        }

        if (step is { MayBeIn: false, Events.IsEmpty: false } && _taken == 0 && !HasFired(step))
        {
            return Event(step) ?? Unblocking(step) ?? Miss(step);
        }

        if (step.Hearer is null)
        {
            return null;
        }

        _isHeard = _isHeard || Consume(step);
        return _isHeard ? Telling(step) : Hearing(step);
    }

    private int? Event(EngineStep step)
    {
        for (var i = 0; i < _options.Count; i++)
        {
            if (_options[i].Kind == StepKind.Env && step.IsEvent(_labels[i]))
            {
                _taken++;
                return i;
            }
        }

        return null;
    }

    // The core hears as soon as its tasks can carry the news; only then more has to happen around it.
    private int? Hearing(EngineStep step)
    {
        if (step.AndMore && _taken < 2 && (_taken == 0 ? Event(step) : Behind(step)) is { } first)
        {
            return first;
        }

        return Run(l => l == $"{step.Hearer}/loop")
            ?? step.Carriers.Select(c => Run(l => l == $"{step.Hearer}/{c}")).FirstOrDefault(r => r is not null)
            ?? Event(step)
            ?? Behind(step)
            ?? Run(step.Held.Contains)
            ?? Miss(step);
    }

    // Where nothing may come in between, a core hears of its writes as well.
    private int? Telling(EngineStep step) =>
        step.WritesAreToldAtOnce && _untold.GetValueOrDefault(step.Hearer!) > 0 ? Run(l => l == $"{step.Hearer}/loop") : null;

    // Something has to happen first that the checker has no step for: at rest, whatever is left.
    private int? Unblocking(EngineStep step)
    {
        var task = Run(step.Held.Contains) ?? Behind(step) ?? Run(_ => true);
        if (task is not null || !step.AtRest)
        {
            return task;
        }

        var plain = Array.FindIndex([.. _options], o => o is { Kind: StepKind.Env, IsFault: false });
        if (plain >= 0 && _labels[plain].StartsWith("timer ", StringComparison.Ordinal))
        {
            _fired.Add(_labels[plain]);
        }

        return plain >= 0 ? plain : null;
    }

    // The clock of the engine may have come to it sooner than the checker, which does not measure time.
    private bool HasFired(EngineStep step)
    {
        _taken = _fired.RemoveAll(step.IsEvent) > 0 ? 1 : 0;
        return _taken > 0;
    }

    private int? Behind(EngineStep step)
    {
        var found = step.Behind is null ? -1 : Array.FindIndex(_labels, l => l.StartsWith(step.Behind, StringComparison.Ordinal));
        _taken += found >= 0 ? 1 : 0;
        return found >= 0 ? found : null;
    }

    private int? Run(Predicate<string> isWanted)
    {
        for (var i = 0; i < _options.Count; i++)
        {
            if (_options[i].Kind == StepKind.Sched && isWanted(_labels[i]["run ".Length..]))
            {
                return i;
            }
        }

        return null;
    }

    // It sends, dials, asks or hands over what its core has decided, and carries nothing in.
    private static bool IsQuiet(string task, EngineStep step) =>
        task[(task.IndexOf('/', StringComparison.Ordinal) + 1)..].Split('/')[0] is "writer" or "dial" or "resolve" or "deliver"
        && !step.Held.Contains(task);

    private bool Consume(EngineStep step)
    {
        var found = _heard.FindIndex(h => h.Life == step.Hearer && step.Hears(h.Input));
        if (found >= 0)
        {
            _heard.RemoveAt(found);
        }

        return found >= 0;
    }

    private int? Miss(EngineStep step)
    {
        Missed ??= new MissedStep(_at + 1, step.Words, _labels.ToSeq());
        return null;
    }
}

/// <summary>A step of a path that the whole negotiator could not take.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Words">The step in the checker's words.</param>
/// <param name="Possible">What was possible instead.</param>
internal sealed record MissedStep(int Number, string Words, Seq<string> Possible);

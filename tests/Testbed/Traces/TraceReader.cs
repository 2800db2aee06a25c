using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>Turns the lines of a trace file into a trace.</summary>
internal sealed partial class TraceReader(string file, string[] lines, Problems problems)
{
    private const string StepForm = "a step is: NUMBER env|sched LABEL";
    private const string EndForm = "the last line is 'end' and 64 hexadecimal digits, lower case";

    private readonly Dictionary<string, (int Line, string Value)> _header = TraceHeader.Read(lines, problems);

    /// <summary>The trace, or null where there are problems.</summary>
    public Trace? Read()
    {
        Known(TraceHeader.Expect, [Trace.None, .. Properties.All.Select(p => p.Id)]);
        Known(TraceHeader.Lane, TraceHeader.Lanes);
        if (Header(TraceHeader.Bug).Contains(' ', StringComparison.Ordinal))
        {
            problems.Add(_header[TraceHeader.Bug].Line, TraceHeader.Bug, "is not one word", "a bug's name, or none");
        }

        var world = World();
        if (problems.Any)
        {
            return null;
        }

        var (steps, minimal, end) = Steps();
        return new Trace
        {
            Expect = Header(TraceHeader.Expect),
            Property = Header(TraceHeader.Property),
            Clause = Header(TraceHeader.Clause),
            Bug = Header(TraceHeader.Bug) is var bug and not Trace.None ? bug : null,
            Lane = Header(TraceHeader.Lane),
            Scenario = Header(TraceHeader.Scenario),
            FoundBy = Header(TraceHeader.FoundBy),
            World = world!,
            Steps = steps,
            Minimal = minimal,
            End = end,
        };
    }

    [GeneratedRegex("^([0-9]+) +(env|sched) +([^ ].*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex("^end ([0-9a-f]{64})$", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    private string Header(string key) => _header.TryGetValue(key, out var entry) ? entry.Value : "";

    private void Known(string key, IReadOnlyList<string> names)
    {
        if (_header.TryGetValue(key, out var entry) && entry.Value.Length > 0 && !names.Contains(entry.Value))
        {
            var wrong = $"{Printable.Quoted(entry.Value)} is not known";
            problems.Add(entry.Line, key, wrong, Suggestion.For(entry.Value, names));
        }
    }

    private WorldDefinition? World()
    {
        if (Header(TraceHeader.World).Length == 0)
        {
            return null;
        }

        var (line, text) = _header[TraceHeader.World];
        var world = WorldFile.Parse(file, Encoding.UTF8.GetBytes(text));
        foreach (var problem in world.Problems)
        {
            // The whole world stands on this one line.
            var field = problem.Field is null ? TraceHeader.World : $"{TraceHeader.World}.{problem.Field}";
            problems.Add(line, field, problem.Wrong, problem.Allowed);
        }

        return world.Value;
    }

    private (Seq<TraceStep> Steps, MinimalityNote? Minimal, string End) Steps()
    {
        var (steps, minimal) = (new List<TraceStep>(), (MinimalityNote?)null);
        for (var at = Trace.HeaderLines; at < lines.Length; at++)
        {
            if (End().Match(lines[at]) is { Success: true } end)
            {
                if (at + 1 < lines.Length)
                {
                    problems.Add(at + 2, null, "something follows the end", "nothing follows the 'end' line");
                }

                return (steps.ToSeq(), minimal, end.Groups[1].Value);
            }

            if (!lines[at].StartsWith(MinimalityNote.Key, StringComparison.Ordinal))
            {
                Step(at, steps);
            }
            else if (minimal is null && MinimalityNote.TryRead(lines[at]) is { } note && note.Steps.All(s => s <= steps.Count))
            {
                minimal = note;
            }
            else
            {
                var allowed = $"once, behind the steps: {MinimalityNote.Form}";
                problems.Add(at + 1, "minimal", $"{Printable.Quoted(lines[at])} does not fit", allowed);
            }
        }

        problems.Add(lines.Length + 1, "end", "is missing", EndForm);
        return default;
    }

    private void Step(int at, List<TraceStep> steps)
    {
        var number = steps.Count + 1;
        var match = Step().Match(lines[at]);
        if (!match.Success)
        {
            var form = lines[at].StartsWith("end", StringComparison.Ordinal) ? EndForm : StepForm;
            problems.Add(at + 1, null, $"{Printable.Quoted(lines[at])} is not a step", form);
        }
        else if (match.Groups[1].Value != number.ToString(CultureInfo.InvariantCulture))
        {
            var allowed = string.Create(CultureInfo.InvariantCulture, $"steps count from 1 without a gap: {number}");
            problems.Add(at + 1, "step", $"{Printable.Quoted(match.Groups[1].Value)} is out of order", allowed);
        }

        var kind = match.Groups[2].Value == "sched" ? StepKind.Sched : StepKind.Env;
        steps.Add(new(number, kind, match.Groups[3].Value));
    }
}

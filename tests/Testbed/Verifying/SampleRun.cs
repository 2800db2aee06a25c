using System.Text;
using System.Text.Json;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>The child process of <c>verify</c>: a sample a line, an answer a line, everything on one thread.</summary>
internal static class SampleRun
{
    /// <summary>How the entry is told.</summary>
    public const string Verb = "--sample";

    private const string Probe = "probe";

    private static readonly List<string> Logs = [];

    private static long _poolBefore;

    /// <summary>Answers until there are no more samples.</summary>
    public static void Run()
    {
        using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        _poolBefore = EscapeDetector.Now();
        while (Console.In.ReadLine() is { } line)
        {
            var sample = JsonSerializer.Deserialize(line, SampleJson.Default.Sample)!;
            answers.WriteLine(JsonSerializer.Serialize(Answer(sample), SampleJson.Default.Sampled));
            answers.Flush();
        }
    }

    private static Sampled Answer(Sample sample)
    {
        var probe = Probe.GetHashCode(StringComparison.Ordinal);
        if (sample.Recalled is { } index)
        {
            return new Sampled(probe, [], 0, null, null, Logs[index], null);
        }

        try
        {
            return Execute(sample, probe);
        }
        catch (Exception e)
        {
            return new Sampled(probe, [], 0, null, null, null, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static Sampled Execute(Sample sample, int probe)
    {
        Logs.Clear();
        var world = sample.Scenario is { } name ? Scenario.Named(name).World : WorldGenerator.Make(sample.Seed, sample.Case);
        var seed = sample.Scenario is null ? Chance.SeedOf(sample.Seed, sample.Case) : sample.Seed;
        var (hashes, steps) = (new string[sample.Count], 0L);
        var (escaped, broken) = ((Escape?)null, (BrokenProperty?)null);
        for (var i = 0; i < sample.Count; i++)
        {
            var log = new EventLog();
            // A world is made from a number, too, and must be the same one.
            log.Add(WorldFile.Write(world));
            var strategy = new RandomStrategy(Chance.SeedOf(seed, sample.First + i));
            var (execution, taken) = CooperativeRun.Execute(world, strategy, Unruly.Maybe(sample.Plant), log);
            steps += taken;
            hashes[i] = log.Hash();
            Logs.Add(log.Text);
            escaped ??= EscapeFrom(execution) is { } what ? new Escape(i, what) : null;
            broken ??= execution.Breach is { } breach
                ? new BrokenProperty(breach.Property.Id, breach.Property.Clause, breach.Detail)
                : null;
        }

        return new Sampled(probe, hashes, steps, escaped, broken, null, null);
    }

    // The pool is counted from one execution to the next: what was still running at the end of one is seen in a later one.
    private static string? EscapeFrom(Execution execution)
    {
        var pool = EscapeDetector.Now();
        var escaped = pool - _poolBefore;
        _poolBefore = pool;
        var faults = execution.Engine.Faults.Concat(execution.Servers.Select(s => s.Fault));
        var fault = faults.OfType<NondeterminismException>().FirstOrDefault();
        return fault is not null ? fault.Message
            : escaped != 0 ? $"{escaped} continuations left the scheduler for the thread pool"
            : null;
    }
}

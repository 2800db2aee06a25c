using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Xmpp.Federation.Benchmarks.Checker;

/// <summary>SPIN, which looks at the twin of the toy: translated, compiled and run, each state and each order of steps.</summary>
internal static partial class Spin
{
    /// <summary>What it takes where it is not installed.</summary>
    public const string HowToGet = "needs spin, gcc and bash: apt-get install spin gcc";

    /// <summary>Runs the twin; null where there is no SPIN.</summary>
    /// <param name="honest">How many sessions the originating server opens.</param>
    /// <param name="hostile">How many the attacker opens.</param>
    public static async Task<SpinRun?> RunAsync(int honest, int hostile)
    {
        var folder = Directory.CreateTempSubdirectory("federation-").FullName;
        try
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Checker", "dialback.pml"), Path.Combine(folder, "dialback.pml"));
            var translate = $"spin -a -DHONEST={honest} -DHOSTILE={hostile} dialback.pml";
            var built = await InAsync(folder, $"{translate} && gcc -O2 -DNOREDUCE -DSAFETY -w -o pan pan.c");
            if (built.Status != 0)
            {
                return null;
            }

            // As deep as it must, with about as many slots as there will be states; its user time is the last line.
            var run = await InAsync(folder, "TIMEFORMAT=%U; time ./pan -m100000 -w22");
            return new(
                (long)Number(run.Text, States()),
                (long)Number(run.Text, Transitions()) - 1,
                Number(run.Text, Seconds()),
                (Number(run.Text, MemoryOfStates()) + Number(run.Text, MemoryOfTable())) * (1 << 20),
                run.Text.Contains("errors: 0", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int Status, string Text)> InAsync(string folder, string command)
    {
        using var process = new Process
        {
            StartInfo = new("bash", ["-c", $"{{ {command}; }} 2>&1"]) { WorkingDirectory = folder, RedirectStandardOutput = true },
        };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }

        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, text);
    }

    // The last one: what is said of memory first is an estimate, which is corrected where it is wrong.
    private static double Number(string text, Regex pattern) => pattern.Matches(text) is { Count: > 0 } found
        ? double.Parse(found[^1].Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new FormatException($"SPIN does not say {pattern}: {text}");

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex States();

    [GeneratedRegex(@"(\d+) transitions \(= stored")]
    private static partial Regex Transitions();

    [GeneratedRegex(@"([\d.]+)\s*\z")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"([\d.]+)\s+(?:actual|equivalent) memory usage for states")]
    private static partial Regex MemoryOfStates();

    [GeneratedRegex(@"([\d.]+)\s+memory used for hash table")]
    private static partial Regex MemoryOfTable();
}

/// <summary>What SPIN says of its run.</summary>
/// <param name="States">How many it stored.</param>
/// <param name="Transitions">How many it took; without the one into the first state, which it counts too.</param>
/// <param name="Seconds">Its processor time.</param>
/// <param name="Bytes">What its states and its table took.</param>
/// <param name="Sound">Whether nothing was broken.</param>
internal sealed record SpinRun(long States, long Transitions, double Seconds, double Bytes, bool Sound);

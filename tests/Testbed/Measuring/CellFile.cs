using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>
/// The cells that are done, a JSON object a line, so that a long measurement goes on where it ended. Each line says by which
/// build, from which seed and within which bounds: figures of two builds do not belong into one table.
/// </summary>
internal sealed class CellFile(string path, string build, ulong seed, Allowance allowance)
{
    /// <summary>What it is called in its folder.</summary>
    public const string Name = "bugs.jsonl";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<(string Bug, string Engine, string Strategy), BugTime> _known = [];
    private readonly string _allowance = string.Create(
        CultureInfo.InvariantCulture,
        $"{allowance.Runs} runs, {allowance.RunCpuSecondsMax} CPU seconds a run, {allowance.CellCpuSecondsMax} a cell");

    /// <summary>A cell that is done, or null.</summary>
    public BugTime? Known(BugCell cell) => _known.GetValueOrDefault((cell.Bug.Name, Words.Of(cell.Engine), cell.Strategy));

    /// <summary>Reads what there is. A last line without an end was being written when somebody stopped it, and is removed.</summary>
    /// <returns>How many cells are known, or why the file cannot be used.</returns>
    public Parsed<string> Read()
    {
        var whole = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var content = whole[..(whole.AsSpan().LastIndexOf((byte)'\n') + 1)];
        if (content.Length < whole.Length)
        {
            File.WriteAllBytes(path, content);
        }

        return content.Length == 0 ? Count() : RecordingFile.Parse(path, content).Then<string>(lines =>
            lines.Lines.Select(Take).OfType<InputProblem>().FirstOrDefault() is { } problem ? problem : Count());
    }

    /// <summary>Adds a cell that is done.</summary>
    public void Add(BugTime time)
    {
        _known[(time.Name, time.Engine, time.Strategy)] = time;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            Write(json, time);
        }

        File.AppendAllText(path, Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n");
    }

    private string Count() => Figures.Of(_known.Count);

    private void Write(Utf8JsonWriter json, BugTime time)
    {
        json.WriteStartObject();
        json.WriteString("build", build);
        json.WriteNumber("seed", seed);
        json.WriteString("allowance", _allowance);
        json.WriteString("name", time.Name);
        json.WriteString("engine", time.Engine);
        json.WriteString("strategy", time.Strategy);
        json.WriteStartArray("runs");
        foreach (var run in time.Runs)
        {
            json.WriteStartObject();
            json.WriteBoolean("found", run.Found);
            json.WriteNumber("cpuSeconds", run.CpuSeconds);
            json.WriteNumber("schedules", run.Schedules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private InputProblem? Take(RecordedLine line)
    {
        try
        {
            var json = line.Value;
            var foreign = Foreign(line.Line, "build", json.GetProperty("build").GetString(), build)
                ?? Foreign(line.Line, "seed", json.GetProperty("seed").GetRawText(), seed.ToString(CultureInfo.InvariantCulture))
                ?? Foreign(line.Line, "allowance", json.GetProperty("allowance").GetString(), _allowance);
            if (foreign is not null)
            {
                return foreign;
            }

            var time = new BugTime(
                json.GetProperty("name").GetString()!, json.GetProperty("engine").GetString()!,
                json.GetProperty("strategy").GetString()!, [.. json.GetProperty("runs").EnumerateArray().Select(Run)]);
            _known[(time.Name, time.Engine, time.Strategy)] = time;
            return null;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new InputProblem(path, line.Line, null, "is no line of this file", "what bench --full has written");
        }
    }

    private InputProblem? Foreign(int line, string field, string? said, string own) => said == own ? null
        : new InputProblem(path, line, field, $"was measured with {Printable.Quoted(said ?? "")}, this is {own}", "take another folder");

    private static BugRun Run(JsonElement run) => new(
        run.GetProperty("found").GetBoolean(), run.GetProperty("cpuSeconds").GetDouble(), run.GetProperty("schedules").GetInt64());
}

using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Xmpp.Federation.Adapters.Telemetry;
using Xmpp.Federation.Core;
using Xmpp.Federation.Hosting;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What operators are promised: each event and each instrument, with its row.</summary>
public sealed class TelemetryTableTests
{
    private const string File = "impl/Telemetry.md";

    private static readonly Assembly[] Libraries = [typeof(XmppFederation).Assembly, typeof(FederationServices).Assembly];

    private static IReadOnlyList<(LoggerMessageAttribute Event, string Name)> Events { get; } =
    [
        .. from type in Libraries.SelectMany(l => l.GetTypes())
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           orderby message.EventId
           select (message, method.Name),
    ];

    [Fact]
    public void Every_event_has_its_row() => Assert.Equal(
        Events.Select(e => $"| {e.Event.EventId} | {e.Name} | {LevelOf(e.Event)} | {e.Event.Message} |"),
        Rows("## Events"));

    [Fact]
    public void No_two_events_have_one_id() => Assert.Equal(Events.Count, Events.DistinctBy(e => e.Event.EventId).Count());

    [Fact]
    public void Every_instrument_has_its_row()
    {
        var found = new List<string>();
        using var instruments = new Instruments(null, () => FederationState.Initial);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (i, _) =>
        {
            if (i.Meter.Name == XmppFederation.TelemetryName)
            {
                found.Add($"| {i.Name} | {i.GetType().Name.Split('`')[0]} | {i.Unit} |");
            }
        };
        listener.Start();
        Assert.Equal(
            found.Distinct().Order(StringComparer.Ordinal),
            Rows("## Metrics").Select(r => string.Join('|', r.Split('|')[..4]) + "|"));
    }

    private static string LevelOf(LoggerMessageAttribute message) =>
        message.Level == LogLevel.None ? "by rule" : $"{message.Level}";

    private static IEnumerable<string> Rows(string heading) => Repository.Lines(File)
        .SkipWhile(l => l != heading).Skip(1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
        .Where(l => l.StartsWith('|')).Skip(2);
}

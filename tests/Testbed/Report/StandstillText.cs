using System.Globalization;
using Xmpp.Federation.Testbed.Explaining;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What there is in a world at one moment, for people: one section each, empty ones named as such.</summary>
internal static class StandstillText
{
    public static IEnumerable<string> Lines(Standstill standstill) =>
    [
        $"  last: {standstill.Last ?? "nothing yet"}",
        .. standstill.Broken is { } broken ? [$"  broken: {broken}"] : Array.Empty<string>(),
        .. Section("streams", standstill.Servers.SelectMany(s => s.View.Streams.Select(
            v => $"{s.Server} {v.Title}, {v.Role}: {v.State}"))),
        .. Section("queues and routes", standstill.Servers.SelectMany(s => s.View.Routes.Select(r => $"{s.Server} {r.Pair}: {r.Words}"))),
        .. Section("searches", standstill.Servers.SelectMany(s => s.View.Others.Select(m => $"{s.Server} {m.Name}: {m.State}"))),
        .. Section("timers", standstill.Timers.Select(
            t => string.Create(CultureInfo.InvariantCulture, $"{t.Owner}: due at {t.Due:0.#} s"))),
        .. Section("sockets", standstill.Sockets.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"{s.Link} of {s.Server}: {s.State}, {s.UnderWay} bytes under way, {s.Unread} unread"))),
        .. Section("possible next", standstill.Options.Select(o => $"{(o.IsTaken ? "▶" : " ")} {o.Kind} {o.Label}")),
    ];

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        return all.Length == 0 ? [$"  {title}: none"] : [$"  {title}:", .. all.Select(l => $"    {l}")];
    }
}

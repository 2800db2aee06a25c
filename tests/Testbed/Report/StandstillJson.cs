using System.Text.Json;
using Xmpp.Federation.Testbed.Explaining;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>The fields that a standstill adds to the object of a trace.</summary>
internal static class StandstillJson
{
    public static void Write(Utf8JsonWriter json, Standstill standstill)
    {
        json.WriteNumber("step", standstill.Step);
        json.WriteString("broken", standstill.Broken);
        Each(json, "streams", standstill.Servers.SelectMany(s => s.View.Streams.Select(v => (s.Server, v))), one =>
        {
            json.WriteString("server", one.Server);
            json.WriteString("stream", one.v.Id);
            json.WriteString("connection", one.v.Connection);
            json.WriteString("role", one.v.Role);
            json.WriteString("state", one.v.State);
        });
        Each(json, "routes", standstill.Servers.SelectMany(s => s.View.Routes.Select(v => (s.Server, v))), one =>
        {
            json.WriteString("server", one.Server);
            json.WriteString("pair", one.v.Pair);
            json.WriteString("stream", one.v.On);
            json.WriteNumber("waiting", one.v.Waiting);
            json.WriteNumber("writing", one.v.Writing);
        });
        Each(json, "searches", standstill.Servers.SelectMany(s => s.View.Others.Select(v => (s.Server, v))), one =>
        {
            json.WriteString("server", one.Server);
            json.WriteString("what", one.v.Name);
            json.WriteString("state", one.v.State);
        });
        Each(json, "timers", standstill.Timers, timer =>
        {
            json.WriteString("owner", timer.Owner);
            json.WriteNumber("due", timer.Due);
        });
        Each(json, "sockets", standstill.Sockets, socket =>
        {
            json.WriteString("link", socket.Link);
            json.WriteString("server", socket.Server);
            json.WriteString("state", socket.State);
            json.WriteNumber("bytesUnderWay", socket.UnderWay);
            json.WriteNumber("bytesUnread", socket.Unread);
        });
        Each(json, "options", standstill.Options, option =>
        {
            json.WriteString("kind", option.Kind);
            json.WriteString("label", option.Label);
            json.WriteBoolean("taken", option.IsTaken);
        });
    }

    private static void Each<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

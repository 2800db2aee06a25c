using System.Buffers;
using System.Text;
using System.Text.Json;
using Xmpp.Federation.Core;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Writes a world on one line: stable order, and nothing that is as by default.</summary>
internal static class WorldWriter
{
    public static string Write(WorldDefinition world)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("servers");
            foreach (var server in world.Servers)
            {
                Server(json, server);
            }

            json.WriteEndObject();
            Send(json, world);
            Faults(json, world.Faults);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Server(Utf8JsonWriter json, ServerDefinition server)
    {
        json.WriteStartObject(server.Name.Name);
        Names(json, "domains", server.Domains.Select(d => d.Name));
        if (server.Profile is not null)
        {
            json.WriteString("profile", server.Profile);
        }

        if (server.Peer is { } peer)
        {
            json.WriteStartObject("peer");
            PeerWriter.Write(json, server.Name, peer);
            json.WriteEndObject();
        }

        PolicyFields.Write(json, server.Policy, Policy.Default);
        if (server.Certificate != CertificateState.Valid)
        {
            json.WriteString("certificate", Words.Of(server.Certificate));
        }

        Dns(json, server.Dns);
        Flag(json, "backOff", server.BackOff);
        if (server.Queue != Limits.Default.QueueStanzasMax)
        {
            json.WriteNumber("queue", server.Queue);
        }

        Flag(json, "answers", server.Answers);
        PolicyFor(json, server);
        json.WriteEndObject();
    }

    public static void Names(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        if (names.Any())
        {
            json.WriteStartArray(name);
            foreach (var item in names)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
    }

    private static void Dns(Utf8JsonWriter json, DnsDefinition dns)
    {
        if (dns == DnsDefinition.Default)
        {
            return;
        }

        json.WriteStartObject("dns");
        if (dns.Srv != SrvAnswer.Ok)
        {
            json.WriteString("srv", Words.Of(dns.Srv));
        }

        Flag(json, "direct", dns.Direct);
        if (dns.Proof != PublishedProof.None)
        {
            json.WriteString("proof", Words.Of(dns.Proof));
        }

        json.WriteEndObject();
    }

    private static void PolicyFor(Utf8JsonWriter json, ServerDefinition server)
    {
        if (server.PolicyFor.Count == 0)
        {
            return;
        }

        json.WriteStartObject("policyFor");
        foreach (var (remote, policy) in server.PolicyFor)
        {
            json.WriteStartObject(remote.Name);
            PolicyFields.Write(json, policy, server.Policy);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Send(Utf8JsonWriter json, WorldDefinition world)
    {
        if (world.Send.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("send");
        foreach (var sending in world.Send)
        {
            json.WriteStartObject();
            json.WriteString("from", sending.From.Name);
            json.WriteString("to", sending.To.Name);
            if (sending.Stanzas != 1)
            {
                json.WriteNumber("stanzas", sending.Stanzas);
            }

            Number(json, "after", sending.After);

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Faults(Utf8JsonWriter json, FaultBudget faults)
    {
        if (faults.IsFaultless)
        {
            return;
        }

        json.WriteStartObject("faults");
        Number(json, "cuts", faults.Cuts);
        Number(json, "resets", faults.Resets);
        Number(json, "refusedConnects", faults.RefusedConnects);
        Number(json, "dnsFailures", faults.DnsFailures);
        Number(json, "tlsFailures", faults.TlsFailures);
        Number(json, "earlyTimers", faults.EarlyTimers);
        Number(json, "restarts", faults.Restarts);
        Number(json, "shutdowns", faults.Shutdowns);
        Number(json, "failedWrites", faults.FailedWrites);
        Number(json, "slowReaders", faults.SlowReaders);
        Number(json, "halfCloses", faults.HalfCloses);
        Number(json, "lateAlerts", faults.LateAlerts);
        Number(json, "clockJumps", faults.ClockJumps);
        Number(json, "slowConnects", faults.SlowConnects);
        Flag(json, "delay", faults.Delay);
        Flag(json, "fragment", faults.Fragment);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, int value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }
}

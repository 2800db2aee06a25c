using System.Text.Json;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Writes in what a simulated server deviates from its profile.</summary>
internal static class PeerWriter
{
    public static void Write(Utf8JsonWriter json, Domain server, PeerDefinition peer)
    {
        WorldWriter.Names(json, "flavours", peer.Flavours);
        if (peer.Seed != 0)
        {
            json.WriteNumber("seed", peer.Seed);
        }

        if (!peer.Changes.IsEmpty)
        {
            json.WriteStartArray("changes");
            foreach (var change in peer.Changes)
            {
                Write(json, change);
            }

            json.WriteEndArray();
        }

        if (peer.Writing != Writing.Elements)
        {
            json.WriteString("writing", Words.Of(peer.Writing));
        }

        if (!peer.Calls.IsEmpty)
        {
            json.WriteStartArray("calls");
            foreach (var call in peer.Calls)
            {
                Write(json, server, call);
            }

            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, Change change)
    {
        json.WriteStartObject();
        json.WriteString("at", Words.Of(change.At));
        json.WriteString("how", Words.Of(change.How));
        if (change.What is { } what)
        {
            json.WriteString("what", what);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Domain server, Call call)
    {
        json.WriteStartObject();
        if (call.From != server.Name)
        {
            json.WriteString("from", call.From);
        }

        json.WriteString("to", call.To);
        if (call.Proof != CallProof.Best)
        {
            json.WriteString("proof", Words.Of(call.Proof));
        }

        if (call.Stanzas != 1)
        {
            json.WriteNumber("stanzas", call.Stanzas);
        }

        json.WriteEndObject();
    }
}

using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Turns the JSON of a world file into a world.</summary>
internal sealed class WorldReader(Problems problems)
{
    private readonly ServerReader _servers = new(problems);

    public WorldDefinition Read(Located root)
    {
        var fields = new ObjectReader(root, "", problems);
        var servers = Servers(fields);
        var sendings = fields.Items("send").Select(i => Sending(i.Value, i.Path)).ToArray();
        var faults = Faults(fields);
        fields.Done();

        // While the parts are wrong, what does not fit together is only their echo.
        if (!problems.Any)
        {
            var fitting = new WorldFit(servers, problems);
            _servers.Remotes.ForEach(fitting.Remote);
            foreach (var call in _servers.Calls)
            {
                fitting.Call(call);
            }

            Array.ForEach(sendings, fitting.Sending);
        }

        return new WorldDefinition
        {
            Servers = servers,
            Send = sendings.Select(s => s.Value).ToSeq(),
            Faults = faults,
        };
    }

    private Seq<ServerDefinition> Servers(ObjectReader fields)
    {
        var members = fields.Members("servers");
        if (members.Count == 0)
        {
            problems.Add(fields.Line, "servers", "is missing or empty", "at least one: {\"a.example\": {}}");
        }

        return members.Select(_servers.Read).ToSeq();
    }

    private LocatedSending Sending(Located value, string path)
    {
        var fields = new ObjectReader(value, path, problems);
        var (from, fromLine) = Domain(fields, "from");
        var (to, toLine) = Domain(fields, "to");
        var stanzas = fields.Number("stanzas", 1);
        var after = fields.Number("after", 0);
        fields.Done();
        return new(new(from, to, stanzas) { After = after }, fromLine, toLine, path);
    }

    private (Domain Domain, int Line) Domain(ObjectReader fields, string name)
    {
        if (fields.Field(name) is { } value)
        {
            return (fields.DomainAt(value, fields.At(name)) ?? default, value.Line);
        }

        problems.Add(fields.Line, fields.At(name), "is missing", "a domain of a server of this world");
        return (default, fields.Line);
    }

    private FaultBudget Faults(ObjectReader root)
    {
        if (root.Field("faults") is not { } value)
        {
            return FaultBudget.None;
        }

        var fields = new ObjectReader(value, "faults", problems);
        var faults = new FaultBudget
        {
            Cuts = fields.Number("cuts", 0),
            Resets = fields.Number("resets", 0),
            RefusedConnects = fields.Number("refusedConnects", 0),
            DnsFailures = fields.Number("dnsFailures", 0),
            TlsFailures = fields.Number("tlsFailures", 0),
            EarlyTimers = fields.Number("earlyTimers", 0),
            Restarts = fields.Number("restarts", 0),
            Shutdowns = fields.Number("shutdowns", 0),
            FailedWrites = fields.Number("failedWrites", 0),
            SlowReaders = fields.Number("slowReaders", 0),
            HalfCloses = fields.Number("halfCloses", 0),
            LateAlerts = fields.Number("lateAlerts", 0),
            ClockJumps = fields.Number("clockJumps", 0),
            SlowConnects = fields.Number("slowConnects", 0),
            Delay = fields.Flag("delay", false),
            Fragment = fields.Flag("fragment", false),
        };
        fields.Done();
        return faults;
    }
}

/// <summary>A sending and where its two domains were read.</summary>
internal readonly record struct LocatedSending(Sending Value, int FromLine, int ToLine, string Path);

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>Reads the servers of a world file, and sees that no two serve one domain.</summary>
internal sealed class ServerReader(Problems problems)
{
    private readonly SortedSet<Domain> _served = [];
    private readonly PeerReader _peers = new(problems);

    /// <summary>Every remote domain that a policy is for, to be looked up once all servers are known.</summary>
    public List<LocatedRemote> Remotes { get; } = [];

    /// <summary>Every call of a simulated peer, to be looked up likewise.</summary>
    public IReadOnlyList<LocatedCall> Calls => _peers.Calls;

    public ServerDefinition Read(LocatedMember member)
    {
        var fields = new ObjectReader(member.Value, $"servers.{Printable.OneLine(member.Name)}", problems);
        var name = Claim(member.Line, fields.Path, fields.DomainNamed(member.Line, fields.Path, member.Name));
        var policy = PolicyFields.Read(fields, Policy.Default);
        var server = new ServerDefinition(name)
        {
            Domains = fields.Items("domains")
                .Select(i => Claim(i.Value.Line, i.Path, fields.DomainAt(i.Value, i.Path)))
                .ToSeq(),
            Profile = Profile(fields),
            Peer = _peers.Read(fields, name),
            Policy = policy,
            Certificate = fields.Word("certificate", CertificateState.Valid),
            Dns = Dns(fields),
            BackOff = fields.Flag("backOff", false),
            Queue = fields.Number("queue", Limits.Default.QueueStanzasMax),
            Answers = fields.Flag("answers", false),
            PolicyFor = Policies(fields, name, policy),
        };
        fields.Done();
        return server;
    }

    private static string? Profile(ObjectReader fields) =>
        fields.Field("profile") is { } value
            ? fields.OneOf(value, fields.At("profile"), [.. Profiles.All.Select(p => p.Name)])
            : null;

    private Domain Claim(int line, string path, Domain? domain)
    {
        if (domain is { } claimed && !_served.Add(claimed))
        {
            problems.Add(line, path, $"'{claimed}' is served already", "each domain once");
        }

        return domain ?? default;
    }

    private DnsDefinition Dns(ObjectReader server)
    {
        if (server.Field("dns") is not { } value)
        {
            return DnsDefinition.Default;
        }

        var fields = new ObjectReader(value, server.At("dns"), problems);
        var dns = new DnsDefinition(fields.Word("srv", SrvAnswer.Ok), fields.Flag("direct", false))
        {
            Proof = fields.Word("proof", PublishedProof.None),
        };
        fields.Done();
        return dns;
    }

    private Map<Domain, Policy> Policies(ObjectReader server, Domain name, Policy basis)
    {
        var policies = default(Map<Domain, Policy>);
        foreach (var member in server.Members("policyFor"))
        {
            var path = $"{server.At("policyFor")}.{Printable.OneLine(member.Name)}";
            var fields = new ObjectReader(member.Value, path, problems);
            var policy = PolicyFields.Read(fields, basis);
            fields.Done();
            if (server.DomainNamed(member.Line, path, member.Name) is not { } remote)
            {
                continue;
            }

            if (policies.ContainsKey(remote))
            {
                problems.Add(member.Line, path, $"'{remote}' is there twice", "name it once");
            }

            policies = policies.With(remote, policy);
            Remotes.Add(new(name, remote, member.Line, path));
        }

        return policies;
    }
}

/// <summary>A remote domain that a server has a policy for, and where it was read.</summary>
internal readonly record struct LocatedRemote(Domain Server, Domain Remote, int Line, string Path);

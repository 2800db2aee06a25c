using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What a world file says, and what it leaves to the defaults.</summary>
public sealed class WorldFileTests
{
    [Fact]
    public void What_is_not_said_is_as_by_default()
    {
        var world = Texts.SoundWorld("""{"servers":{"a.example":{}}}""");

        var server = Assert.Single(world.Servers);
        Assert.Equal(new ServerDefinition(Domain.Parse("a.example")), server);
        Assert.Equal(Policy.Default, server.Policy);
        Assert.True(server.IsNegotiator);
        Assert.Empty(world.Send);
        Assert.True(world.Faults.IsFaultless);
    }

    [Fact]
    public void Every_field_of_a_server_is_read()
    {
        var server = Texts.SoundWorld(
            """
            {"servers":{"a.example":{
              "domains":["c.example"],"tls":"directOnly","sasl":"required","dialback":"tlsValidCertOnly",
              "certificate":"noClientPurpose","strictCertificates":false,"externalToDialback":"newStream",
              "plainAfterTlsFailure":true,"tryTlsUnadvertised":false,"acceptMissingFrom":false,
              "acceptLegacy":false,"requireDialbackNamespace":true,"allowTargetMultiplexing":false,
              "allowMultiplexingOnSasl":true,"offerBidi":true,"dns":{"srv":"dot","direct":true},
              "backOff":true,"queue":2,"answers":true}}}
            """).Servers[0];

        Assert.Equal(
            new ServerDefinition(Domain.Parse("a.example"))
            {
                Domains = [Domain.Parse("c.example")],
                Policy = new Policy
                {
                    Tls = TlsPolicy.DirectOnly,
                    Sasl = SaslPolicy.Required,
                    Dialback = DialbackPolicy.TlsValidCertOnly,
                    StrictCertificates = false,
                    ExternalToDialback = ExternalFallback.NewStream,
                    PlainAfterTlsFailure = true,
                    TryTlsUnadvertised = false,
                    AcceptMissingFrom = false,
                    AcceptLegacy = false,
                    RequireDialbackNamespace = true,
                    AllowTargetMultiplexing = false,
                    AllowMultiplexingOnSasl = true,
                    OfferBidi = true,
                },
                Certificate = CertificateState.NoClientPurpose,
                Dns = new DnsDefinition(SrvAnswer.Dot, true),
                BackOff = true,
                Queue = 2,
                Answers = true,
            },
            server);
    }

    [Fact]
    public void Every_fault_is_read()
    {
        var faults = Texts.SoundWorld(
            """
            {"servers":{"a.example":{}},"faults":{"cuts":1,"resets":2,"refusedConnects":3,"dnsFailures":4,
             "tlsFailures":5,"earlyTimers":6,"restarts":7,"shutdowns":8,
             "failedWrites":9,"slowReaders":10,"halfCloses":11,"lateAlerts":12,"clockJumps":13,
             "slowConnects":14,"delay":true,"fragment":true}}
            """).Faults;

        var expected = new FaultBudget
        {
            Cuts = 1,
            Resets = 2,
            RefusedConnects = 3,
            DnsFailures = 4,
            TlsFailures = 5,
            EarlyTimers = 6,
            Restarts = 7,
            Shutdowns = 8,
            FailedWrites = 9,
            SlowReaders = 10,
            HalfCloses = 11,
            LateAlerts = 12,
            ClockJumps = 13,
            SlowConnects = 14,
            Delay = true,
            Fragment = true,
        };
        Assert.Equal(expected, faults);
    }

    [Fact]
    public void A_policy_for_a_remote_domain_changes_only_what_it_names_wherever_it_stands()
    {
        var server = Texts.SoundWorld(
            """
            {"servers":{"a.example":{"policyFor":{"b.example":{"tls":"optional"}},"dialback":"always"},
             "b.example":{}}}
            """).Servers[0];

        var towards = server.PolicyTowards(Domain.Parse("b.example"));
        Assert.Equal(server.Policy with { Tls = TlsPolicy.Optional }, towards);
        Assert.Equal(DialbackPolicy.Always, towards.Dialback);
        Assert.Equal(server.Policy, server.PolicyTowards(Domain.Parse("c.example")));
    }

    [Fact]
    public void A_profile_or_a_peer_stands_in_the_place_of_the_negotiator()
    {
        var servers = Texts.SoundWorld(
            """
            {"servers":{"a.example":{"profile":"conforming"},"b.example":{"peer":{"flavours":["D5"],"seed":7}},
             "c.example":{"profile":"prosody-0.12","peer":{"writing":"halves"}}}}
            """).Servers;

        Assert.All(servers, s => Assert.False(s.IsNegotiator));
        Assert.Equal("conforming", servers[0].Profile);
        Assert.Equal(new PeerDefinition { Flavours = ["D5"], Seed = 7 }, servers[1].Peer);
        Assert.Equal(("prosody-0.12", Writing.Halves), (servers[2].Profile, servers[2].Peer!.Writing));
    }

    [Fact]
    public void A_peer_says_in_what_it_deviates_and_whom_it_calls()
    {
        var peer = Texts.SoundWorld(
            """
            {"servers":{"a.example":{},"b.example":{"peer":{
              "changes":[{"at":"secureHeader","how":"precede","what":"validResult"},{"at":"startTls","how":"delay"}],
              "calls":[{"to":"a.example"},{"to":"a.example","proof":"dialback","stanzas":3}]}}}}
            """).Servers[1].Peer!;

        Assert.Equal(
            [new Change(Occasion.SecureHeader, ChangeKind.Precede, "validResult"), new Change(Occasion.StartTls, ChangeKind.Delay, null)],
            peer.Changes);
        Assert.Equal(
            [new Call("b.example", "a.example", CallProof.Best, 1), new Call("b.example", "a.example", CallProof.Dialback, 3)],
            peer.Calls);
        Assert.Equal(2, peer.Deviations);
    }

    [Theory]
    [InlineData("\"sasl\":\"disabled\",\"dialback\":\"never\"")]
    [InlineData("\"tls\":\"disabled\",\"sasl\":\"required\"")]
    [InlineData("\"certificate\":\"missing\",\"sasl\":\"required\"")]
    public void A_policy_that_can_never_authenticate_anybody_is_a_world_like_any_other(string policy) =>
        Texts.SoundWorld(Texts.WorldWith(policy));

    [Fact]
    public void A_byte_order_mark_is_no_harm() => Texts.SoundWorld("\uFEFF" + Texts.TwoServers);

    [Fact]
    public void Domains_compare_in_their_normal_form() =>
        Assert.Equal("a.example", Texts.SoundWorld("""{"servers":{"A.Example.":{}}}""").Servers[0].Name.Name);

    [Fact]
    public void Only_what_differs_from_the_defaults_is_written()
    {
        var world = Texts.SoundWorld(
            """
            { "servers": { "b.example": { "tls": "optional", "sasl": "optional" }, "a.example": {} },
              "send": [ { "from": "b.example", "to": "a.example", "stanzas": 1 } ], "faults": { "cuts": 0 } }
            """);

        Assert.Equal(
            """
            {"servers":{"b.example":{"tls":"optional"},"a.example":{}},
            "send":[{"from":"b.example","to":"a.example"}]}
            """.ReplaceLineEndings(""),
            WorldFile.Write(world));
    }
}

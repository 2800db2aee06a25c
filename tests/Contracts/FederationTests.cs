namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Two real servers on loopback.</summary>
public sealed class FederationTests
{
    private static readonly Policy ClearDialback =
        new() { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always };

    [Fact]
    public Task Both_authenticate_by_certificates_over_STARTTLS() =>
        Federate(new Policy { Sasl = SaslPolicy.Required }, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_dialback_over_STARTTLS() =>
        Federate(new Policy { Sasl = SaslPolicy.Disabled }, "dialback");

    [Fact]
    public Task Both_authenticate_by_dialback_in_clear() =>
        Federate(ClearDialback, "dialback", new Servers.Setup { WithoutCertificate = true });

    [Fact]
    public Task Both_authenticate_by_certificates_over_direct_TLS() =>
        Federate(
            new Policy { Tls = TlsPolicy.DirectOnly, Sasl = SaslPolicy.Required }, "EXTERNAL",
            new Servers.Setup { DirectTls = true });

    [Fact]
    public Task Both_authenticate_by_dialback_over_direct_TLS() =>
        Federate(
            new Policy { Tls = TlsPolicy.DirectOnly, Sasl = SaslPolicy.Disabled }, "dialback",
            new Servers.Setup { DirectTls = true });

    [Fact]
    public async Task Stanzas_of_a_pair_arrive_in_the_order_in_which_they_were_handed_over()
    {
        // RFC 6120 10.1: a server MUST process and route them in order.
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default);
        var fates = Enumerable.Range(0, 300)
            .Select(i => a.Federation.SendAsync(Server.Message("a.example", "b.example", $"{i}"))).ToArray();
        for (var i = 0; i < 300; i++)
        {
            var expected = Server.Message("a.example", "b.example", $"{i}");
            Assert.Equal(expected, (await b.NextAsync()).Stanza);
        }

        Assert.All(await Task.WhenAll(fates).Soon(), f => Assert.IsType<StanzaFate.Written>(f));
    }

    [Fact]
    public async Task An_application_that_fails_does_no_harm_to_the_stream()
    {
        await using var servers = new Servers();
        var failing = new Servers.Setup { Receive = _ => throw new InvalidOperationException("not today") };
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default, failing);
        await a.SendAsync("a.example", "b.example", "1");
        await a.SendAsync("a.example", "b.example", "2");
        Assert.Equal(Server.Message("a.example", "b.example", "1"), (await b.NextAsync()).Stanza);
        Assert.Equal(Server.Message("a.example", "b.example", "2"), (await b.NextAsync()).Stanza);
        Assert.Contains(b.Log, entry => entry.Fault?.Message == "not today");
        Assert.Single(b.Log, entry => entry.Line.Contains("a.example→b.example by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_federation_leaves_nothing_and_can_be_closed_again()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default);
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        await b.NextAsync();
        await a.Federation.CloseAsync().Soon();
        await a.Federation.CloseAsync().Soon();
        await a.Federation.DisposeAsync();
        var late = Assert.IsType<StanzaFate.Returned>(await a.SendAsync("a.example", "b.example"));
        Assert.Equal("service-unavailable", late.Condition);

        // The port is free again: nobody listens there any more.
        var returned = Assert.IsType<StanzaFate.Returned>(await b.SendAsync("b.example", "a.example"));
        Assert.Equal("remote-server-timeout", returned.Condition);
    }

    [Fact]
    public async Task Two_closing_at_the_same_time_do_not_wait_for_each_other()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default);
        await a.SendAsync("a.example", "b.example");
        await b.SendAsync("b.example", "a.example");
        await Task.WhenAll([a.Federation.CloseAsync(), b.Federation.CloseAsync()]).Soon();
    }

    [Fact]
    public async Task A_federation_is_started_once_and_before_it_sends()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        await Assert.ThrowsAsync<InvalidOperationException>(a.Federation.StartAsync);
        await using var idle = new XmppFederation(new FederationOptions { Domains = [Domain.Parse("a.example")] });
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => idle.SendAsync(Server.Message("a.example", "b.example")));
    }

    [Fact]
    public async Task An_endpoint_in_use_is_told_by_its_name()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var taken = a.Federation.Endpoints[0];
        await using var second = new XmppFederation(
            new FederationOptions { Domains = [Domain.Parse("b.example")], Listen = [taken] });
        var failure = await Assert.ThrowsAsync<IOException>(second.StartAsync);
        Assert.Contains(taken.Address.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_context_of_the_caller_is_not_captured()
    {
        await using var servers = new Servers();
        var context = new Deaf();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task talk;
        try
        {
            talk = Task.WhenAll([TalkAsync(servers, context)]);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        await talk.Soon();
        Assert.Equal(0, context.Posts);
    }

    // Whatever is posted to this context is lost, so that whoever depends on it hangs.
    private static async Task TalkAsync(Servers servers, Deaf context)
    {
        var seen = new TaskCompletionSource<SynchronizationContext?>();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup
        {
            Receive = _ =>
            {
                seen.SetResult(SynchronizationContext.Current);
                return Task.CompletedTask;
            },
        });
        Assert.Same(context, SynchronizationContext.Current);
        var fate = a.Federation.SendAsync(Server.Message("a.example", "b.example"));
        Assert.IsType<StanzaFate.Written>(await fate.ConfigureAwait(false));
        Assert.Null(await seen.Task.Soon().ConfigureAwait(false));
        SynchronizationContext.SetSynchronizationContext(context);
        var closing = Task.WhenAll([a.Federation.CloseAsync(), b.Federation.CloseAsync()]);
        SynchronizationContext.SetSynchronizationContext(null);
        await closing.ConfigureAwait(false);
    }

    private static async Task Federate(Policy policy, string means, Servers.Setup? setup = null)
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", policy, setup);
        var b = await servers.StartAsync("b.example", policy, setup);
        await Carry(a, "x@a.example/1", b, "y@b.example", means);
        await Carry(b, "y@b.example/2", a, "x@a.example", means);
        await Carry(a, "a.example", b, "b.example", means);
    }

    private static async Task Carry(Server sender, string from, Server receiver, string to, string means)
    {
        var fate = await sender.SendAsync(from, to);
        Assert.True(fate is StanzaFate.Written, fate.ToString());
        var received = await receiver.NextAsync();
        Assert.Equal(Server.Message(from, to), received.Stanza);
        Assert.Equal(received.Stanza.Pair, received.Pair);
        Assert.Equal(means, received.Means);
    }

    private sealed class Deaf : SynchronizationContext
    {
        public int Posts { get; private set; }

        public override void Post(SendOrPostCallback d, object? state) => Posts++;

        public override void Send(SendOrPostCallback d, object? state) => Posts++;
    }
}

using System.Diagnostics;
using System.Security.Cryptography;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>The sample host, as its users start it, and a real Prosody.</summary>
public sealed class SampleHostTests(Servers servers)
{
    private static readonly Domain Theirs = ForeignServer.DomainWith(Flaw.None);
    private static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_message_of_Prosody_comes_to_the_sample_host_and_its_echo_goes_back()
    {
        var ours = Domain.Parse("sample.example");
        var prosody = await servers.StartAsync(new(Make.Prosody, Demands.StartTlsAndCertificate));
        var (host, endpoint) = await SampleHost.StartAsync(ours, Theirs, prosody.Address);
        await using (host)
        {
            prosody.Learn(ours, endpoint);
            await AskForGreetingAsync(prosody, $"echo@{ours}");
            await Appears(() => prosody.Lines, $"echo@{ours} answers 'hello'");

            // A stream in each direction, each by certificate.
            await Appears(() => host.Lines, $"{Theirs}→{ours} by External");
            await Appears(() => host.Lines, $"{ours}→{Theirs} by External");
            Assert.Equal(0, await host.StopAsync());
            await Appears(() => host.Lines, "Closed");
        }
    }

    // A party of ours asks greeter@… to greet somebody: that message is the server's own.
    private static async Task AskForGreetingAsync(ForeignServer prosody, string whom)
    {
        var domain = Domain.Parse("asking.example");
        await using var asking = await Party.StartAsync(domain, Setting.Default, RandomNumberGenerator.GetBytes(32));
        asking.Learn(Theirs, new StaticTarget($"{prosody.Address.Address}", prosody.Address.Port));
        var fate = await asking.SendAsync(
            $"<message from='{domain}' to='greeter@{Theirs}'><body>greet {whom}</body></message>").WaitAsync(LongestTalk);
        Assert.True(fate is StanzaFate.Written, fate.ToString());
    }

    private static async Task Appears(Func<IReadOnlyList<string>> lines, string what)
    {
        for (var since = Stopwatch.StartNew(); !lines().Any(l => l.Contains(what, StringComparison.Ordinal)); await Task.Delay(20))
        {
            Assert.True(since.Elapsed < LongestTalk, $"'{what}' does not appear in:\n{string.Join('\n', lines())}");
        }
    }
}

using System.Collections.Concurrent;
using Xmpp.Federation.Interop.Tests;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// The real servers of a test run. Each is started when a test first wants it, and serves all that want the same:
/// they keep apart by having domains of their own.
/// </summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Make, Demands, Flaw), Lazy<Task<ForeignServer>>> _started = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var start in _started.Values.Where(s => s.Value.IsCompletedSuccessfully))
        {
            await (await start.Value).DisposeAsync();
        }
    }

    /// <summary>A server of this make that demands this, and has a domain whose certificate has this flaw.</summary>
    internal Task<ForeignServer> StartAsync(Make make, Demands demands, Flaw flaw = Flaw.None)
    {
        // A wrong name is what a server shows that has no other certificate; jabberd2 has but one in any case.
        var shared = make == Make.Jabberd2 || flaw == Flaw.WrongName ? flaw : Flaw.None;
        return _started.GetOrAdd(
            (make, demands, shared),
            _ => new Lazy<Task<ForeignServer>>(() => ForeignServer.StartAsync(make, demands, shared))).Value;
    }
}

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
    private readonly ConcurrentDictionary<Variant, Lazy<Task<ForeignServer>>> _started = new();

    // Each ends, whatever becomes of the others. One whose start has failed has ended already.
    public async ValueTask DisposeAsync() => await Task.WhenAll([.. _started.Values.Select(EndAsync)]);

    /// <summary>A server of this kind, with a domain whose certificate has this flaw.</summary>
    internal Task<ForeignServer> StartAsync(Variant variant)
    {
        // A wrong name is what a server shows that has no other certificate; jabberd2 has but one in any case.
        var shared = variant.Make == Make.Jabberd2 || variant.Flaw == Flaw.WrongName
            ? variant
            : variant with { Flaw = Flaw.None };
        return _started.GetOrAdd(shared, s => new Lazy<Task<ForeignServer>>(() => ForeignServer.StartAsync(s))).Value;
    }

    private static async Task EndAsync(Lazy<Task<ForeignServer>> start)
    {
        await Task.WhenAny(start.Value);
        if (start.Value.IsCompletedSuccessfully)
        {
            await (await start.Value).DisposeAsync();
        }
    }
}

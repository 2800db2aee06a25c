using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;
using static Xmpp.Federation.Contracts.Tests.SocketPair;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>What a further proof of a domain makes of the answer of DNS (RFC 7673, RFC 7711).</summary>
public sealed class ProvingResolverTests
{
    private static readonly Resolution.Found Found = new([new Target("b.example", 5269, DirectTls: false)]);

    [Fact]
    public async Task The_proof_is_sought_before_the_connection()
    {
        // RFC 7711 5: POSH is complete before anything is exchanged; here not even a target is told before.
        var proof = new TaskCompletionSource<IdentityProof>();
        var resolving = Resolve(proof.Task);
        Assert.False(resolving.IsCompleted);
        proof.SetResult(new IdentityProof.Absent());
        Assert.Equal(Found, await resolving.Soon());
    }

    [Fact]
    public async Task What_is_published_without_security_changes_nothing() =>
        Assert.Equal(Found, await Resolve(Task.FromResult<IdentityProof>(new IdentityProof.Insecure())).Soon());

    [Fact]
    public async Task What_does_not_verify_leaves_no_target() => Assert.Equal(
        new Resolution.Bogus("expired"),
        await Resolve(Task.FromResult<IdentityProof>(new IdentityProof.Bogus("expired"))).Soon());

    [Fact]
    public async Task What_is_secure_is_binding() => Assert.Equal(
        Found with { Bound = true },
        await Resolve(Task.FromResult<IdentityProof>(new IdentityProof.Secure(_ => true))).Soon());

    [Fact]
    public async Task A_search_for_a_proof_that_fails_leaves_no_target() => Assert.IsType<Resolution.Failed>(
        await Resolve(Task.FromException<IdentityProof>(new IOException("no answer"))).Soon());

    private static Task<Resolution> Resolve(Task<IdentityProof> proof) =>
        new ProvingResolver(new Known(), _ => proof, new ProofBook()).ResolveAsync(B);

    /// <summary>A name service that knows one target.</summary>
    private sealed class Known : IResolver
    {
        public Task<Resolution> ResolveAsync(Domain domain) => Task.FromResult<Resolution>(Found);
    }
}

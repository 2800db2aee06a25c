using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Looks for targets, and beside them for a further proof of the domain's identity (RFC 7673, RFC 7711).</summary>
/// <param name="targets">Where the domain may be reached.</param>
/// <param name="findAsync">What else proves it.</param>
/// <param name="book">Where handshakes look up what was found.</param>
internal sealed class ProvingResolver(IResolver targets, Func<Domain, Task<IdentityProof>> findAsync, ProofBook book) : IResolver
{
    public async Task<Resolution> ResolveAsync(Domain domain)
    {
        var searching = targets.ResolveAsync(domain);
        var proof = await FindAsync(domain);
        var answer = await searching;
        if (proof is null)
        {
            // Without an answer nobody can tell whether there is a proof, which might be binding.
            return new Resolution.Failed("the further proof could not be looked for");
        }

        book.Note(domain, proof);
        return (answer, proof) switch
        {
            (Resolution.Found, IdentityProof.Bogus(var detail)) => new Resolution.Bogus(detail),
            (Resolution.Found found, IdentityProof.Secure) => found with { Bound = true },
            _ => answer,
        };
    }

    private async Task<IdentityProof?> FindAsync(Domain domain)
    {
        try
        {
            return await findAsync(domain);
        }
        catch (Exception)
        {
            return null;
        }
    }
}

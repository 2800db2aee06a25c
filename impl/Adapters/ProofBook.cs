using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// The binding proofs that were found last, for the handshakes that follow. Whether one is due is the core's to know
/// (INV-24): a handshake that finds none here says so, and the core then ends what was bound.
/// </summary>
internal sealed class ProofBook
{
    private readonly ConcurrentDictionary<Domain, IdentityProof.Secure> _found = new();

    public void Note(Domain domain, IdentityProof proof)
    {
        if (proof is IdentityProof.Secure secure)
        {
            _found[domain] = secure;
        }
        else
        {
            _found.TryRemove(domain, out _);
        }
    }

    /// <summary>What the proof of a domain says of the certificate that was presented for it.</summary>
    public FurtherProof Of(Domain domain, X509Certificate2 certificate) =>
        !_found.TryGetValue(domain, out var proof) ? FurtherProof.None
        : proof.Agrees(certificate) ? FurtherProof.Agrees
        : FurtherProof.Disagrees;
}

using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// The binding proofs that were found last, for the handshakes that follow. Whether one is due is the core's to know
/// (INV-24): a handshake that finds none here says so, and the core then ends what was bound. So that strangers, on whose
/// behalf proofs are looked for as well, do not make it grow, the oldest one goes where there are too many.
/// </summary>
internal sealed class ProofBook
{
    private const int ProofsMax = 10_000;

    private readonly object _lock = new();
    private readonly Dictionary<Domain, LinkedListNode<(Domain Domain, IdentityProof.Secure Proof)>> _found = [];
    private readonly LinkedList<(Domain Domain, IdentityProof.Secure Proof)> _inOrder = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _found.Count;
            }
        }
    }

    public void Note(Domain domain, IdentityProof proof)
    {
        lock (_lock)
        {
            if (_found.Remove(domain, out var before))
            {
                _inOrder.Remove(before);
            }

            if (proof is IdentityProof.Secure secure)
            {
                _found.Add(domain, _inOrder.AddLast((domain, secure)));
            }

            if (_found.Count > ProofsMax)
            {
                _found.Remove(_inOrder.First!.Value.Domain);
                _inOrder.RemoveFirst();
            }
        }
    }

    /// <summary>What the proof of a domain says of the certificate that was presented for it.</summary>
    public FurtherProof Of(Domain domain, X509Certificate2 certificate)
    {
        LinkedListNode<(Domain Domain, IdentityProof.Secure Proof)>? found;
        lock (_lock)
        {
            _found.TryGetValue(domain, out found);
        }

        return found is null ? FurtherProof.None
            : found.Value.Proof.Agrees(certificate) ? FurtherProof.Agrees
            : FurtherProof.Disagrees;
    }
}

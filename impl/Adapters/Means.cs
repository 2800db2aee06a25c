using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>What the means of authentication are called in the field.</summary>
internal static class Means
{
    public static string Name(this ProofMeans means) => means == ProofMeans.External ? "EXTERNAL" : "dialback";
}

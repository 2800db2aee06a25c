using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Establishing;

/// <summary>Where a domain may be reached.</summary>
/// <param name="Host">A host name or address.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="DirectTls">Whether TLS begins with the first byte (XEP-0368 3: from an <c>_xmpps-server</c> record).</param>
internal sealed record Target(string Host, int Port, bool DirectTls)
{
    public override string ToString() => DirectTls ? $"{Host}:{Port} (direct TLS)" : $"{Host}:{Port}";
}

/// <summary>What the name service says of a domain.</summary>
internal abstract record Resolution
{
    private Resolution()
    {
    }

    /// <summary>The targets in the order in which they are to be tried (RFC 2782; XEP-0368 3: as one set).</summary>
    public sealed record Found(Seq<Target> Targets) : Resolution
    {
        /// <summary>Whether a further proof of the domain was found, which is binding from here on (INV-24).</summary>
        public bool Bound { get; init; }
    }

    /// <summary>What is published to prove the domain does not verify: somebody interferes.</summary>
    public sealed record Bogus(string Detail) : Resolution;

    /// <summary>There is no such name, or it says that it offers no service.</summary>
    public sealed record NotFound(string Detail) : Resolution;

    /// <summary>The question got no answer.</summary>
    public sealed record Failed(string Detail) : Resolution;
}

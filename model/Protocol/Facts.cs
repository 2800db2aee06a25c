namespace Xmpp.Federation.Model.Protocol;

/// <summary>Whether a server uses TLS.</summary>
internal enum TlsUse : byte
{
    Never,
    Optional,

    /// <summary>Nothing is authenticated in clear, in either role.</summary>
    Required,
}

/// <summary>When dialback is a proof that a server accepts.</summary>
internal enum DialbackUse : byte
{
    Never,
    Always,
    WithTls,

    /// <summary>And only with who presents a certificate that proves its domain.</summary>
    WithCertificate,
}

/// <summary>What a server demands of one remote domain (protocol.md 4: policies that the texts leave open).</summary>
internal readonly record struct Demands(TlsUse Tls, bool External, DialbackUse Dialback, bool StrictCertificates)
{
    /// <summary>EXTERNAL is the only proof.</summary>
    public bool OnlyExternal { get; init; }

    /// <summary>RFC 7590 3.1: TLS is tried although nobody offers it.</summary>
    public bool TriesTlsUnasked { get; init; }

    /// <summary>Further pairs on a stream that EXTERNAL has authenticated (XEP-0344 2.4).</summary>
    public bool SharesExternal { get; init; }

    /// <summary>XEP-0288.</summary>
    public bool Bidi { get; init; }

    /// <summary>Whether dialback counts on a stream that is protected like this.</summary>
    public bool AllowsDialback(Security security, bool proved) => !OnlyExternal && Dialback switch
    {
        DialbackUse.Never => false,
        _ when Tls == TlsUse.Required && security == Security.Clear => false,
        DialbackUse.Always => true,
        DialbackUse.WithTls => security != Security.Clear,
        _ => security != Security.Clear && proved,
    };
}

/// <summary>What a server is: nothing of this changes while it lives.</summary>
/// <param name="Number">Which one of the world it is; the maker of its keys.</param>
/// <param name="Serves">The domains that it speaks for.</param>
/// <param name="HasCertificate">Whether it can be a TLS server, or prove itself as a client.</param>
/// <param name="Towards">What it demands, by the number of the remote domain.</param>
internal sealed record Facts(ushort Number, DomainSet Serves, bool HasCertificate, Demands[] Towards)
{
    /// <summary>
    /// What it demands of a domain. Of a peer that has not said who it is, as much as of the first domain that it does not
    /// serve itself: nothing hinges on it before the peer has said more.
    /// </summary>
    public Demands Of(DomainName remote) => Towards[remote.Index < DomainName.CountMax ? remote.Index : AnyOther.Index];

    private DomainName AnyOther { get; } = new((byte)System.Numerics.BitOperations.TrailingZeroCount(~(uint)Serves.Bits & 0x7f | 0x80));
}

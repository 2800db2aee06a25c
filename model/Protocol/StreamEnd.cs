namespace Xmpp.Federation.Model.Protocol;

/// <summary>Who has opened a stream.</summary>
internal enum Role : byte
{
    Initiator,
    Receiver,
}

/// <summary>What protects a stream, or one epoch of it (RFC 6120 4.3.3).</summary>
internal enum Security : byte
{
    Clear,
    Tls,

    /// <summary>TLS, and SASL has succeeded.</summary>
    Sasl,
}

/// <summary>What of STARTTLS and SASL is under way; never both (RFC 6120 5.3.4).</summary>
internal enum Exchange : byte
{
    None,

    /// <summary><c>starttls</c> was said and has no answer.</summary>
    StartTls,

    /// <summary>TLS begins: no XML is said until it is complete (RFC 6120 5.4.3.1).</summary>
    Handshake,

    /// <summary><c>auth</c> was said and has no outcome.</summary>
    Auth,

    /// <summary>And so was <c>abort</c>: a success that crosses it is none (RFC 6120 6.4.4).</summary>
    Aborting,
}

/// <summary>What the peer has presented in TLS.</summary>
internal enum CertificateKind : byte
{
    /// <summary>Nothing, or there is no TLS.</summary>
    None,

    /// <summary>Something whose path does not validate.</summary>
    Bad,

    /// <summary>Something that proves <see cref="Certificate.Names"/>.</summary>
    Good,
}

/// <summary>A certificate as a fact: whether it validates and which domains it names.</summary>
internal readonly record struct Certificate(CertificateKind Kind, DomainSet Names)
{
    public bool IsPresented => Kind != CertificateKind.None;

    public bool Proves(DomainName domain) => Kind == CertificateKind.Good && Names.Contains(domain);
}

/// <summary>What the server at one end of a stream has said and heard on it.</summary>
internal readonly record struct StreamEnd
{
    public Role Role { get; init; }

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    public bool IsDirect { get; init; }

    public Security Security { get; init; }

    public Exchange Exchange { get; init; }

    public Certificate Certificate { get; init; }

    /// <summary>In this epoch.</summary>
    public bool HeaderSaid { get; init; }

    /// <summary>In this epoch.</summary>
    public bool HeaderHeard { get; init; }

    /// <summary>Something was heard that is no header where one was due: an answer is due all the same (RFC 6120 4.9.1.2).</summary>
    public bool NonsenseHeard { get; init; }

    /// <summary>Whether the peer's header of this epoch has a version (RFC 6120 4.7.5).</summary>
    public bool HasVersion { get; init; }

    /// <summary>Features were said, or heard, in this epoch.</summary>
    public bool FeaturesKnown { get; init; }

    public Offers Offers { get; init; }

    /// <summary>Our domain in the headers.</summary>
    public DomainName Local { get; init; }

    /// <summary>The peer's.</summary>
    public DomainName Remote { get; init; }

    /// <summary>The id of the receiver's header of this epoch.</summary>
    public Id Id { get; init; }

    /// <summary>The id of the epoch before.</summary>
    public Id Replaced { get; init; }

    /// <summary>The identity that <c>auth</c> has named.</summary>
    public DomainName Identity { get; init; }

    /// <summary>XEP-0288.</summary>
    public bool Bidi { get; init; }

    /// <summary>The pairs that we have asked for and that have no answer.</summary>
    public PairSet Asked { get; init; }

    /// <summary>The pairs that the peer has asked for and that have no answer.</summary>
    public PairSet Pending { get; init; }

    /// <summary>The pairs whose stanzas we may write here.</summary>
    public PairSet MayWrite { get; init; }

    /// <summary>The pairs whose stanzas we may take from here.</summary>
    public PairSet MayDeliver { get; init; }

    /// <summary>What a stanza just heard belongs to.</summary>
    public Pair JustHeard { get; init; }

    public bool ErrorSaid { get; init; }

    public bool ErrorHeard { get; init; }

    public bool CloseSaid { get; init; }

    public bool CloseHeard { get; init; }

    /// <summary>We have refused STARTTLS: the stream is to be closed (RFC 6120 5.4.2.2).</summary>
    public bool IsRefused { get; init; }

    /// <summary>The connection is over.</summary>
    public bool IsGone { get; init; }

    public static StreamEnd Opened(Role role, bool direct) => new()
    {
        Role = role,
        IsDirect = direct,
        Exchange = direct ? Exchange.Handshake : Exchange.None,
        Local = DomainName.None,
        Remote = DomainName.None,
        Identity = DomainName.None,
        JustHeard = Pair.None,
    };

    /// <summary>Whether anything can still be said: neither side has said its last word.</summary>
    public bool IsOpen => !CloseSaid && !CloseHeard && !ErrorSaid && !ErrorHeard && !IsGone && !IsRefused;

    /// <summary>RFC 6120 5.3.1: TLS is mandatory "if [it is] required or the only feature".</summary>
    public bool MustEncrypt => Security == Security.Clear && (Offers & Offers.TlsRequired) != 0;

    /// <summary>Whether the features of this epoch are there, or none will come (RFC 6120 4.3.2, 4.7.5).</summary>
    public bool IsPastFeatures => HeaderHeard && (FeaturesKnown || !HasVersion);

    public bool Offered(Offers offers) => FeaturesKnown && (Offers & offers) == offers;
}

using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>What the receiver of a stream offers in one epoch (RFC 6120 4.3.2).</summary>
internal sealed record StreamFeatures
{
    public static StreamFeatures None { get; } = new();

    public bool StartTls { get; init; }

    /// <summary>Said by <c>&lt;required/&gt;</c>, or by offering nothing else (RFC 6120 5.3.1).</summary>
    public bool StartTlsRequired { get; init; }

    public Seq<string> Mechanisms { get; init; }

    /// <summary>XEP-0220 2.4.2.</summary>
    public bool Dialback { get; init; }

    /// <summary>XEP-0220 2.4.2: the receiver handles dialback errors.</summary>
    public bool DialbackErrors { get; init; }

    /// <summary>XEP-0288 2.1.</summary>
    public bool Bidi { get; init; }

    /// <summary>XEP-0478 3.1: what the receiver takes on this stream.</summary>
    public StreamLimits Limits { get; init; } = StreamLimits.None;

    /// <summary>Features this server does not know.</summary>
    public Seq<XmlName> Others { get; init; }

    /// <summary>RFC 6120 4.9.3.23: one of the others carries <c>&lt;required/&gt;</c>.</summary>
    public bool OtherRequired { get; init; }

    /// <summary>Whether something is demanded, and it is nothing that this server knows.</summary>
    public bool DemandsTheUnknown => OtherRequired && !StartTls && !Dialback && Mechanisms.IsEmpty;

    /// <summary>Whether nothing can be negotiated that leads on: limits are only told, and bidirectional only goes along.</summary>
    public bool OfferNothing => (this with { Limits = StreamLimits.None, Bidi = false }) == None;

    public bool External => Mechanisms.Contains("EXTERNAL");
}

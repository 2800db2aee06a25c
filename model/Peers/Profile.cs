using System.Collections.Immutable;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// How a whole server behaves: what it offers, and what it says on each occasion. A deviation, be it a flavour of
/// refusal or a change of single elements, makes another profile of it.
/// </summary>
internal sealed record Profile
{
    /// <summary>Such as <c>prosody-0.12</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one phrase.</summary>
    public required string Meaning { get; init; }

    /// <summary>What it says on which occasion; where there is nothing, the general occasion counts.</summary>
    public required ImmutableSortedDictionary<Occasion, ImmutableArray<Utterance>> Rows { get; init; }

    /// <summary>Whether it speaks XMPP 1.0: a server without does not know features, TLS and SASL.</summary>
    public bool HasVersion { get; init; } = true;

    /// <summary>Whether it offers STARTTLS, where its certificate and policy allow.</summary>
    public bool OffersStartTls { get; init; } = true;

    public ExternalOffer External { get; init; }

    /// <summary>Whether it authenticates by EXTERNAL where that is offered to it.</summary>
    public bool UsesExternal { get; init; } = true;

    /// <summary>Whether it names a mechanism that no server can use.</summary>
    public bool OffersForeignMechanism { get; init; }

    /// <summary>Whether its features are empty where it does not ask for TLS.</summary>
    public bool OffersNothing { get; init; }

    /// <summary>Whether its features list dialback (XEP-0220 2.4.2).</summary>
    public bool ListsDialback { get; init; } = true;

    /// <summary>Whether it lists dialback beside STARTTLS too, where nobody can use it yet.</summary>
    public bool ListsDialbackInClear { get; init; }

    /// <summary>Whether it lists dialback behind the success of SASL too.</summary>
    public bool ListsDialbackFinally { get; init; }

    /// <summary>Whether it says that it handles dialback errors (XEP-0220 2.4.2).</summary>
    public bool ListsDialbackErrors { get; init; } = true;

    /// <summary>Whether a certificate for TLS servers only proves a TLS client too (RFC 5280 4.2.1.12).</summary>
    public bool TakesServerPurpose { get; init; }

    /// <summary>Whether an authority's error counts as <c>invalid</c>, as it did before XEP-0220 had errors.</summary>
    public bool TakesErrorForInvalid { get; init; }

    /// <summary>Whether a connection that it has dialled serves for what it means to say there later.</summary>
    public bool KeepsConnections { get; init; }

    /// <summary>Whether it says nothing at all.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Says something else on each of these occasions.</summary>
    public Profile On(ReadOnlySpan<Occasion> occasions, params ImmutableArray<Utterance> utterances)
    {
        var rows = Rows.ToBuilder();
        foreach (var occasion in occasions)
        {
            rows[occasion] = utterances;
        }

        return this with { Rows = rows.ToImmutable() };
    }

    /// <summary>Says something else on this occasion.</summary>
    public Profile On(Occasion occasion, params ImmutableArray<Utterance> utterances) => On([occasion], utterances);

    /// <summary>As which occasion it takes one that is given from the most special to the most general one.</summary>
    public Occasion Takes(ReadOnlySpan<Occasion> occasions)
    {
        foreach (var occasion in occasions)
        {
            if (Rows.ContainsKey(occasion))
            {
                return occasion;
            }
        }

        return occasions[^1];
    }

    /// <summary>What it says on an occasion.</summary>
    public ImmutableArray<Utterance> Says(Occasion occasion) =>
        !IsSilent && Rows.TryGetValue(occasion, out var utterances) ? utterances : [];

    /// <summary>Whether the other profile would act otherwise on an occasion.</summary>
    public bool Differs(Profile other, Occasion occasion)
    {
        // What it offers is said in its features.
        var features = occasion is Occasion.ClearHeader or Occasion.SecureHeader;
        return Says(occasion) != other.Says(occasion)
            || (features && this with { Rows = other.Rows } != other);
    }
}

/// <summary>To whom a server offers EXTERNAL behind TLS.</summary>
internal enum ExternalOffer
{
    /// <summary>To whom the certificate proves (XEP-0178 3, step 11).</summary>
    WhenProved,

    /// <summary>To everybody: it refuses later.</summary>
    Always,

    Never,
}

using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// What a server may say, as tables: by the kind of what it says, the rules that must hold. Written from the standards;
/// where the texts are sets (requirements-xep D), every member is allowed.
/// </summary>
internal static class Rules
{
    private static readonly Rule[][] Table = Build();

    /// <summary>The rules on saying this.</summary>
    public static ReadOnlySpan<Rule> On(MessageKind kind) => Table[(int)kind];

    /// <summary>Every rule there is.</summary>
    public static IEnumerable<Rule> All => Table.SelectMany(t => t).Distinct();

    /// <summary>The first rule that is broken by what a server is about to say; null if it may.</summary>
    public static Rule? BrokenBy(Situation situation, Rule? waived = null)
    {
        foreach (var rule in Table[(int)situation.Message.Kind])
        {
            if (!ReferenceEquals(rule, waived) && !rule.Holds(situation))
            {
                return rule;
            }
        }

        return null;
    }

    private static Rule[][] Build()
    {
        var table = new Rule[(int)Other + 1][];
        foreach (var kind in Enum.GetValues<MessageKind>())
        {
            table[(int)kind] =
            [
                .. StreamRules.OnEverything,
                .. kind is not Header ? StreamRules.BehindHeader : [],
                .. kind is not (Close or StreamError) ? StreamRules.BeforeTheEnd : [],
                .. Specific(kind),
            ];
        }

        return table;
    }

    private static Rule[] Specific(MessageKind kind) => kind switch
    {
        Header => StreamRules.OnHeader,
        Features => StreamRules.OnFeatures,
        StreamError => StreamRules.OnError,
        StartTls => EncryptionRules.OnStartTls,
        Proceed => EncryptionRules.OnProceed,
        TlsFailure => EncryptionRules.OnFailure,
        Auth => ExternalRules.OnAuth,
        Response or Abort => ExternalRules.OnResponse,
        Challenge or SaslFailure => ExternalRules.OnChallenge,
        Success => ExternalRules.OnSuccess,
        Bidi => SharingRules.OnBidi,
        ResultRequest => [.. DialbackRules.OnRequest, .. SharingRules.OnRequest],
        ResultAnswer => DialbackRules.OnAnswer,
        VerifyRequest => DialbackRules.OnQuestion,
        VerifyAnswer => DialbackRules.OnVerdict,
        Stanza => StanzaRules.OnWriting,
        _ => [],
    };
}

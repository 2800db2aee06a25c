using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>Which words authenticate, or rely on it.</summary>
internal static class ProvingWords
{
    public static bool Include(Heard said) => said switch
    {
        Heard.Auth or Heard.Success or Heard.ResultRequest or Heard.VerifyRequest or Heard.Stanza or Heard.Bidi => true,
        // An error proves nothing; it may say in clear why.
        Heard.ResultAnswer(_, var verdict) => verdict is not Verdict.Error,
        Heard.VerifyAnswer(_, _, var verdict) => verdict is not Verdict.Error,
        _ => false,
    };
}

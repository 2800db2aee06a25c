using Microsoft.Extensions.Logging;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Adapters.Telemetry;

/// <summary>The decisions that the core means for the log.</summary>
internal sealed class Journal(ILogger log)
{
    public void Note(Output output)
    {
        switch (output)
        {
            case Output.Admitted(var connection, var proof, { Reasons.Count: 0 }):
                log.PairAdmitted(connection, proof.Pair, proof.Means);
                break;
            case Output.Admitted(var connection, var proof, var reasons):
                log.PairAdmittedAfterRefusals(connection, proof.Pair, proof.Means, reasons);
                break;
            case Output.GaveUp(Errand.Carry(var pair), var reasons) when log.IsEnabled(LogLevel.Warning):
                log.SearchGivenUp(pair, reasons, reasons.Remedy);
                break;
            case Output.GaveUp(Errand.Verify verify, var reasons) when log.IsEnabled(LogLevel.Warning):
                log.QuestionGivenUp(verify.Asker, verify.Remote, verify.Question.Pair, reasons, reasons.Remedy);
                break;
            case Output.Refused(var connection, var rule):
                var level = LevelOf(rule);
                log.InputRefused(level, connection, rule);
                break;
        }
    }

    /// <summary>How much an operator should mind: whether somebody lies, errs, or does what the standards foresee.</summary>
    public static LogLevel LevelOf(Rule rule) => rule switch
    {
        Rule.UnsolicitedAnswer or Rule.WrongDirection or Rule.KeyInvalid or Rule.OurOwnDomain or Rule.UnauthorisedStanza
            or Rule.StanzaAgainstTheStream or Rule.BytesBeforeTls or Rule.CertificateRefused => LogLevel.Warning,
        Rule.UnknownElement or Rule.LateFeatures or Rule.StreamEnding => LogLevel.Debug,
        _ => LogLevel.Information,
    };
}

using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>A recording in which a server says what it did not say, and must not, is found out by the rule that forbids it.</summary>
public sealed class FalsifiedRecordingTests
{
    private const string Success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    private const string Expired = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/>"
        + "<text xml:lang='en'>certificate has expired</text></failure>";

    private const string TheirKey = "8b6ecaf805eb9140dbe798c547e8b414da9177bfd6db9a782e8bcd93587af420";
    private const string OurKey = "cbcad1fff81042fe3bd1d89df5c9dc8679adec99e584492d0f912810f344d6c3";

    [Theory]
    [InlineData("ejabberd-db-wrong-key", "<db:result type='invalid'", "<db:result type='valid'", "X0220-2.2.1-1")]
    [InlineData("ejabberd-db-verify-unknown-key", "<db:verify type='invalid'", "<db:verify type='valid'", "X0220-2.2.2-p1")]
    [InlineData("ejabberd-db-wrong-key", "<db:verify id='9351720647524293925'", "<db:verify id='9351'", "X0288-2.2-3")]
    [InlineData("ejabberd-external", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", Success, "R6120-6.4.5-1")]
    [InlineData("ejabberd-cert-expired", Expired, Success, "X0178-3-p7")]
    [InlineData("ejabberd-tls-dialback", TheirKey, OurKey, "X0185-2-1")]
    [InlineData("ejabberd-tls-dialback", "<iq to='ours.test' from='ejabberd.test'", "<iq to='ours.test' from='evil.test'", "X0220-2.1.1-6")]
    public void What_a_server_must_not_say_is_told_with_its_clause(string recording, string said, string instead, string clause)
    {
        var lines = Corpus.Text($"{recording}.jsonl").Split('\n');
        var number = Array.FindIndex(
            lines, l => l.Contains("\"recv\"", StringComparison.Ordinal) && l.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(Judge(lines), d => d.Line == number + 1);

        lines[number] = lines[number].Replace(said, instead, StringComparison.Ordinal);

        Assert.Contains(Judge(lines), d => d.Line == number + 1 && d.Departure.Rule.Clause == clause);
    }

    private static Seq<RecordedDeparture> Judge(string[] lines) => RecordingFile
        .Parse("r.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines)))
        .Then(r => RecordedConformance.Judge(r)).Value!.Departures;
}

using System.Text;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Likeness;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>The judge of likeness finds what is not alike: other servers, and whatever is damaged in a recording.</summary>
public sealed class LikenessJudgeTests
{
    [Theory]
    [InlineData("prosody-0.12", "prosody", "ejabberd-23.01")]
    [InlineData("prosody-0.12", "prosody", "jabberd2-2.7")]
    [InlineData("prosody-0.12", "prosody", "conforming")]
    [InlineData("ejabberd-23.01", "ejabberd", "prosody-0.12")]
    [InlineData("ejabberd-23.01", "ejabberd", "jabberd2-2.7")]
    [InlineData("ejabberd-23.01", "ejabberd", "conforming")]
    [InlineData("jabberd2-2.7", "jabberd2", "prosody-0.12")]
    [InlineData("jabberd2-2.7", "jabberd2", "ejabberd-23.01")]
    [InlineData("jabberd2-2.7", "jabberd2", "conforming")]
    public void No_other_profile_is_like_a_server(string own, string server, string other)
    {
        var recordings = Corpus.Files
            .Where(f => Path.GetFileName(f).StartsWith(server, StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();

        var alike = recordings.Count(r => JudgeBy(own, r) is null);

        Assert.InRange(recordings.Count(r => JudgeBy(other, r) is null), 0, alike / 2);
    }

    [Fact]
    public void What_Prosody_says_to_a_missing_address_is_not_what_ejabberd_says() => Assert.Equal(
        new Difference(4, "features STARTTLS required, dialback", "features STARTTLS required"),
        JudgeBy("ejabberd-23.01", Corpus.Text("prosody-db-missing-from.jsonl")));

    [Theory]
    [InlineData("ejabberd-external", " to='ours.test' from='ejabberd.test'", " to='ours.test'", "header without from", "header")]
    [InlineData(
        "ejabberd-external", "<mechanism>EXTERNAL</mechanism>", "", "features dialback with errors",
        "features EXTERNAL, dialback with errors")]
    [InlineData("ejabberd-external", "<proceed ", "<failure ", "TLS failure", "TLS proceed")]
    [InlineData("ejabberd-external", "<success ", "<abort ", "abort", "success")]
    [InlineData("ejabberd-cert-expired", "<not-authorized/>", "<aborted/>", "SASL failure aborted", "SASL failure not-authorized")]
    [InlineData("prosody-unknown-host", "<host-unknown ", "<host-gone ", "stream error host-gone", "stream error host-unknown")]
    [InlineData(
        "prosody-unknown-host", "</stream:error>", "</stream:error><stream:features/>", "features without anything known",
        "close tag")]
    [InlineData(
        "ejabberd-db-auth-down", "<remote-server-not-found ", "<item-not-found ", "db:result error item-not-found",
        "db:result error remote-server-not-found")]
    [InlineData(
        "prosody-init-sasl-fail", "mechanism='EXTERNAL'>cHJvc29keS50ZXN0<", "mechanism='PLAIN'><", "auth PLAIN",
        "auth EXTERNAL")]
    [InlineData(
        "prosody-db-wrong-key", "<db:result to='ours.test' from", "<db:result type='valid' from", "db:result valid",
        "db:result request")]
    public void What_a_server_did_not_say_is_found(string recording, string said, string instead, string expected, string got)
    {
        var difference = Judge(Damaged(recording, said, instead), null)!;

        Assert.Equal((expected, got), (difference.Expected, difference.Got));
    }

    // The lines of ejabberd-db-wrong-key: features, proceed, the handshake, the authority's question, the answer.
    [Theory]
    [InlineData("<stream:features><starttls ", "nothing", "features STARTTLS required")]
    [InlineData("<proceed ", "TLS handshake", "TLS proceed")]
    [InlineData("tls ok", "no XML: NotWellFormed", "nothing")]
    [InlineData("\"<db:verify id", "close tag", "db:verify request")]
    [InlineData("type='invalid' to=", "nothing", "db:result invalid")]
    public void What_a_server_said_and_was_not_recorded_is_found(string line, string expected, string got)
    {
        var lines = Corpus.Text("ejabberd-db-wrong-key.jsonl").Split('\n').ToList();
        Assert.True(lines.Remove(lines.First(l => l.Contains(line, StringComparison.Ordinal))));

        var difference = Judge(string.Join('\n', lines), null)!;

        Assert.Equal((expected, got), (difference.Expected, difference.Got));
    }

    [Fact]
    public void Who_ends_a_connection_that_stayed_open_is_found()
    {
        var close = Profiles.Named("ejabberd-23.01").On(Occasion.KeyIsInvalid, Says.Answer("invalid"), Says.End);

        Assert.Equal("end of connection", Judge(Corpus.Text("ejabberd-db-wrong-key.jsonl"), close)!.Got);
    }

    [Fact]
    public void Who_does_not_end_a_connection_that_was_ended_is_found()
    {
        var stay = Profiles.Named("prosody-0.12").On(
            Occasion.ExternalUnoffered, new Utterance.StreamError("unsupported-stanza-type"), Says.CloseTag);

        Assert.Equal("end of connection", Judge(Corpus.Text("prosody-cert-expired.jsonl"), stay)!.Expected);
    }

    [Fact]
    public void A_server_that_no_profile_describes_is_a_problem()
    {
        var other = Damaged("prosody-unknown-host", "\\\"server\\\": \\\"prosody\\\"", "\\\"server\\\": \\\"openfire\\\"");

        Assert.Equal(
            "r.jsonl:1: meta.server: 'openfire' is none that a profile describes",
            Assert.Single(LikenessJudge.Judge(Parse(other)).Problems).ToString());
    }

    [Theory]
    [InlineData("a\n  b\n")]
    [InlineData("a\nb\n  c\n")]
    [InlineData("  a\n  b\n  c\n")]
    public void A_difference_without_its_three_lines_is_none(string text) =>
        Assert.Throws<FormatException>(() => ListedDifferences.Read(text));

    private static Difference? JudgeBy(string other, string content) => Judge(content, Profiles.Named(other));

    private static Difference? Judge(string content, Profile? other) =>
        LikenessJudge.Judge(Parse(content), other).Value!.Difference;

    private static Recording Parse(string content) => RecordingFile.Parse("r.jsonl", Encoding.UTF8.GetBytes(content)).Value!;

    private static string Damaged(string recording, string said, string instead)
    {
        var content = Corpus.Text($"{recording}.jsonl");
        var at = content.IndexOf(said, StringComparison.Ordinal);
        Assert.InRange(at, 0, content.Length);
        return $"{content[..at]}{instead}{content[(at + said.Length)..]}";
    }
}

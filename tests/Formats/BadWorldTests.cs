using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What is said about a world file that cannot be used, with its exact place.</summary>
public sealed class BadWorldTests
{
    [Theory]
    [InlineData("", "w.json:1: is empty; write a JSON object")]
    [InlineData("{", "w.json:1: is not JSON: ")]
    [InlineData("{\n  \"servers\": {},\n}", "w.json:3: is not JSON: ")]
    [InlineData("{} {}", "w.json:1: is not JSON: ")]
    [InlineData("[]", "w.json:1: a list is not allowed; allowed: an object")]
    [InlineData("{}", "w.json:1: servers: is missing or empty; ")]
    [InlineData("{\"servers\":{}}", "w.json:1: servers: is missing or empty; ")]
    [InlineData("{\"servers\":{\"\\ud800\":{}}}", "w.json:1: is not JSON: a string is not Unicode text")]
    public void What_is_no_world_at_all_is_said_to_be_none(string text, string said) =>
        Assert.StartsWith(said, Texts.Said(text), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_told_with_their_line()
    {
        var world = WorldFile.Parse("w.json", [(byte)'{', (byte)'\n', (byte)'\n', 0xFF]);

        Assert.Equal("w.json:3: is not UTF-8", InputProblem.Summary(world.Problems));
    }

    [Fact]
    public void An_unknown_field_is_told_with_the_nearest_known_one() =>
        Assert.StartsWith(
            "w.json:2: servers.a.example.tsl: unknown field; did you mean 'tls'? allowed: tls, sasl, ",
            Texts.Said("{\"servers\":{\"a.example\":{\n\"tsl\":\"required\"}}}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("\"tls\":\"always\"", "tls: 'always' is not known; allowed: disabled, optional, required, directOnly")]
    [InlineData("\"tls\":\"Required\"", "tls: 'Required' is not known; did you mean 'required'? allowed: ")]
    [InlineData("\"tls\":1", "tls: 1 is not known; allowed: ")]
    [InlineData("\"strictCertificates\":\"no\"", "strictCertificates: 'no' is not allowed; allowed: true or false")]
    [InlineData("\"domains\":{}", "domains: an object is not allowed; allowed: a list")]
    [InlineData("\"domains\":[1]", "domains[0]: 1 is not allowed; allowed: a domain in quotes")]
    [InlineData("\"domains\":[\"a.example\"]", "domains[0]: 'a.example' is served already; each domain once")]
    [InlineData("\"profile\":\"legacy-0.8\"", "profile: 'legacy-0.8' is not known; did you mean 'legacy-0.9'? allowed: conforming, ")]
    [InlineData("\"peer\":{\"flavours\":[\"Z9\"]}", "peer.flavours[0]: 'Z9' is not known; allowed: N1, N2, ")]
    [InlineData("\"peer\":{\"changes\":[{\"how\":\"omit\"}]}", "peer.changes[0].at: is missing; allowed: accepted, ")]
    [InlineData("\"peer\":{\"changes\":[{\"at\":\"startTls\"}]}", "peer.changes[0].how: is missing; allowed: omit, repeat, ")]
    [InlineData(
        "\"peer\":{\"changes\":[{\"at\":\"startTls\",\"how\":\"precede\"}]}",
        "peer.changes[0].what: is missing; allowed with precede, follow and replace: whiteSpace, ")]
    [InlineData(
        "\"peer\":{\"changes\":[{\"at\":\"startTls\",\"how\":\"omit\",\"what\":\"success\"}]}",
        "peer.changes[0].what: has no place beside 'omit'; allowed with precede, follow and replace: whiteSpace, ")]
    [InlineData(
        "\"peer\":{\"changes\":[{\"at\":\"startTls\",\"how\":\"follow\",\"what\":\"sucess\"}]}",
        "peer.changes[0].what: 'sucess' is not known; did you mean 'success'? ")]
    [InlineData("\"peer\":{\"writing\":\"slow\"}", "peer.writing: 'slow' is not known; allowed: elements, together, halves, trickle")]
    [InlineData("\"peer\":{\"calls\":[{}]}", "peer.calls[0].to: is missing; a domain of a negotiator of this world")]
    [InlineData("\"peer\":{\"calls\":[{\"to\":\"c.example\"}]}", "peer.calls[0].to: no negotiator serves 'c.example'; ")]
    [InlineData(
        "\"peer\":{\"calls\":[{\"from\":\"b.example\",\"to\":\"b.example\"}]}",
        "peer.calls[0].from: 'b.example' is not served by the caller; ")]
    [InlineData("\"peer\":{\"flavours\":[\"D5\",\"D5\"]}", "peer.flavours[1]: 'D5' is there twice; name it once")]
    [InlineData("\"peer\":{\"seed\":-1}", "peer.seed: -1 is not allowed; allowed: a whole number from 0")]
    [InlineData("\"dns\":{\"srv\":\"maybe\"}", "dns.srv: 'maybe' is not known; allowed: ok, none, dot, fail")]
    [InlineData("\"policyFor\":{\"c.example\":{}}", "policyFor.c.example: no other server serves 'c.example'; ")]
    [InlineData("\"policyFor\":{\"a.example\":{}}", "policyFor.a.example: no other server serves 'a.example'; ")]
    [InlineData("\"policyFor\":{\"b.example\":{\"domains\":[]}}", "policyFor.b.example.domains: unknown field; ")]
    [InlineData("\"tls\":\"optional\",\"tls\":\"optional\"", "tls: is there twice; name it once")]
    public void A_wrong_field_of_a_server_is_told_with_its_path(string field, string said)
    {
        var text = Texts.WorldWith(field);

        Assert.StartsWith($"w.json:1: servers.a.example.{said}", Texts.Said(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"to\":\"b.example\"", "from: is missing; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"a b\"", "to: 'a b' is not a domain; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"a.example\"", "to: 'a.example' is served by the sender itself; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"c.example\"", "to: no server serves 'c.example'; did you mean ")]
    [InlineData("\"from\":\"b.example\",\"to\":\"a.example\"", "from: 'b.example' is a simulated peer, ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"b.example\",\"stanzas\":-1", "stanzas: -1 is not allowed; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"b.example\",\"stanzas\":1.5", "stanzas: 1.5 is not allowed; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"b.example\",\"stanzas\":100001", "stanzas: 100001 is not allowed; ")]
    [InlineData("\"from\":\"a.example\",\"to\":\"b.example\",\"stanzaz\":1", "stanzaz: unknown field; did you mean ")]
    public void A_wrong_sending_is_told_with_its_path(string sending, string said)
    {
        var text = $$$"""
            {"servers":{"a.example":{},"b.example":{"profile":"conforming"}},
             "send":[
               {{{{sending}}}}]}
            """;

        Assert.StartsWith($"w.json:3: send[0].{said}", Texts.Said(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"cuts\":-1", "w.json:1: faults.cuts: -1 is not allowed; allowed: a whole number from 0 to 100000")]
    [InlineData("\"delay\":1", "w.json:1: faults.delay: 1 is not allowed; allowed: true or false")]
    [InlineData("\"floods\":1", "w.json:1: faults.floods: unknown field; ")]
    public void A_wrong_fault_is_told_with_its_path(string fault, string said)
    {
        var text = $$$"""{"servers":{"a.example":{}},"faults":{ {{{fault}}} }}""";

        Assert.StartsWith(said, Texts.Said(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_no_domain_is_no_server() =>
        Assert.StartsWith(
            "w.json:1: servers.a b: 'a b' is not a domain; ",
            Texts.Said("""{"servers":{"a b":{}}}"""),
            StringComparison.Ordinal);

    [Fact]
    public void The_same_server_in_two_spellings_is_there_twice() =>
        Assert.Equal(
            "w.json:2: servers.A.EXAMPLE: 'a.example' is served already; each domain once",
            Texts.Said("{\"servers\":{\"a.example\":{},\n\"A.EXAMPLE\":{}}}"));

    [Fact]
    public void Everything_wrong_is_found_at_once_and_told_on_one_line()
    {
        var text = """
            {"servers":{
              "a.example":{"tls":"x"},
              "b.example":{"sasl":"x",
                           "dialback":"x"}}}
            """;

        Assert.Equal([2, 3, 4], Texts.World(text).Problems.Select(p => p.Line));
        Assert.EndsWith(" (and 2 more)", Texts.Said(text), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_line_break_does_not_break_the_line() =>
        Assert.DoesNotContain('\n', Texts.Said("""{"servers":{"a\nb":{"c\nd":1}}}"""));
}

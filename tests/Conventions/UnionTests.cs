using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What the state machines speak of: closed unions of values.</summary>
public sealed class UnionTests
{
    // An element and its text are spoken of everywhere; nesting them would put a prefix everywhere.
    private static readonly string[] NodeCases = ["Element", "XmlText"];

    [Fact]
    public void A_union_is_closed()
    {
        var types = Assemblies.Written(Assemblies.Implementation).Where(t => t.Name != "XmlNode").ToList();
        Breaches.None("A union has private constructors and only nested, sealed cases.", Unions.Breaches(types));
    }

    [Fact]
    public void A_node_of_xml_is_an_element_or_text()
    {
        var types = Assemblies.Written(Assemblies.Implementation).ToList();
        var cases = Unions.Cases(types.Single(t => t.Name == "XmlNode"), types).ToList();
        Assert.Equal(NodeCases, cases.Select(c => c.Name).Order(StringComparer.Ordinal));
        Assert.All(cases, c => Assert.True(c.IsSealed));
    }

    [Fact]
    public void States_inputs_and_outputs_compare_by_content()
    {
        // The context is what a server is, not what it knows: it holds the maker of the keys.
        var records = typeof(Verified).Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("Xmpp.Federation.Core", StringComparison.Ordinal) is true)
            .Where(t => Content.IsRecord(t) && t != typeof(ServerContext));
        var content = new Content(typeof(Seq<>), typeof(Map<,>), typeof(Fifo<>), typeof(Verified));
        Breaches.None("A record of the core holds what compares by identity.", records.SelectMany(content.Breaches));
    }
}

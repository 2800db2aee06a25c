using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>Who may know whom. The arrows point inwards, to the core.</summary>
public sealed class ArrowTests
{
    private static readonly Arrows Arrows = new("Xmpp.Federation");

    [Fact]
    public void The_core_knows_no_wire_no_shell_no_adapter_and_no_entry() => Holds(Layer.Core);

    [Fact]
    public void The_public_values_know_only_the_core() => Holds(Layer.Values);

    [Fact]
    public void The_wire_knows_only_the_core() => Holds(Layer.Wire);

    [Fact]
    public void The_shell_knows_no_adapter_and_no_entry() => Holds(Layer.Shell);

    [Fact]
    public void Every_other_layer_knows_only_what_lies_within() =>
        Holds(Layer.Text, Layer.Adapters, Layer.Entry, Layer.Elsewhere);

    [Fact]
    public void The_core_reads_no_text_of_stanzas() => Breaches.None(
        "Stanza.Parse leads to the wire.",
        Uses.Of(TypesOf(Layer.Core))
            .Where(u => u.Target is MethodReference { Name: "Parse", DeclaringType.Name: "Stanza" })
            .Select(u => u.ToString()));

    [Fact]
    public void Every_type_of_the_implementation_lies_in_a_layer() => Assert.Empty(TypesOf(Layer.Elsewhere));

    [Fact]
    public void The_implementation_knows_only_its_name_service_and_what_a_logger_is() => Assert.Equal(
        ["DnsClient", "Microsoft.Extensions.Logging.Abstractions"],
        Assemblies.ForeignReferences(Assemblies.Implementation).Order(StringComparer.Ordinal));

    [Fact]
    public void The_core_the_wire_and_the_shell_know_no_logger_no_meter_and_no_activity() => Breaches.None(
        "What is logged and counted comes out of the core as values; only adapters tell somebody.",
        from use in Uses.Of(TypesOf(Layer.Core, Layer.Values, Layer.Wire, Layer.Text, Layer.Shell))
        let target = use.Target as TypeReference ?? use.Target.DeclaringType
        where target.Namespace.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            || target.FullName.StartsWith("System.Diagnostics.Metrics.", StringComparison.Ordinal)
            || target.FullName.StartsWith("System.Diagnostics.Activity", StringComparison.Ordinal)
        select $"{use}");

    [Fact]
    public void The_hosting_knows_the_negotiator_and_the_abstractions_of_a_host() => Breaches.None(
        "Who embeds it must not be bound to more than abstractions.",
        Assemblies.ForeignReferences(Assemblies.Hosting).Where(n => n is not ("Xmpp.Federation" or "Microsoft.Extensions.Options")
            && !n.EndsWith(".Abstractions", StringComparison.Ordinal)));

    [Fact]
    public void The_model_knows_nobody() => Assert.Empty(Assemblies.ForeignReferences(Assemblies.Model));

    private static IEnumerable<TypeDefinition> TypesOf(params Layer[] layers) =>
        Assemblies.Written(Assemblies.Implementation).Where(t => layers.Contains(Arrows.LayerOf(t)));

    private static void Holds(params Layer[] layers) =>
        Breaches.None("An arrow points outwards.", Arrows.Breaches(TypesOf(layers)));
}

using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>A trace of the corpus, or one that is to be added to it, as it was judged.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="IsAdded">Whether it is to be added.</param>
/// <param name="Trace">As its file has it.</param>
/// <param name="Survival">What has become of it.</param>
internal sealed record KeptTrace(string File, bool IsAdded, Trace Trace, Survival Survival)
{
    /// <summary>The way to fail that it is kept for.</summary>
    public Signature Signature => new(
        Trace.Bug, Trace.Expect, (Survival as Survival.Shown)?.Rule,
        Trace.Expect == Trace.None ? ((Survival as Survival.Shown)?.Trace ?? Trace).End : null);
}

/// <summary>A way to fail. Two traces that fail in one way show the same.</summary>
/// <param name="Bug">The planted bug, or null.</param>
/// <param name="Property">What is violated.</param>
/// <param name="Rule">The rule of the model that is broken, where that is what breaks.</param>
/// <param name="Execution">Where nothing fails: the execution, which stands for itself.</param>
internal readonly record struct Signature(string? Bug, string Property, string? Rule, string? Execution)
{
    /// <summary>Without the rule, which a trace does not tell that does not show it any more.</summary>
    public Signature Known => this with { Rule = null };

    /// <inheritdoc/>
    public override string ToString() => (Bug, Execution) switch
    {
        (_, not null) => "an execution in which nothing fails",
        (null, _) => Property,
        _ => $"{Property} of {Bug}",
    };
}

namespace Xmpp.Federation.Model.Protocol;

/// <summary>A condition on what a server may say.</summary>
internal delegate bool Condition(Situation situation);

/// <summary>
/// One rule of the standards on what a server may say. What it says is allowed if every rule on its kind holds: the rules
/// are a set of what is legal, never a plan of what to do.
/// </summary>
/// <param name="Clause">The requirement, by its ids in the lists of requirements.</param>
/// <param name="Property">The invariant that it belongs to, such as <c>INV-4</c>.</param>
/// <param name="Statement">What it demands, in one sentence.</param>
/// <param name="Holds">Whether it is kept.</param>
internal sealed record Rule(string Clause, string Property, string Statement, Condition Holds)
{
    public override string ToString() => $"{Property} ({Clause}): {Statement}";
}

namespace Xmpp.Federation.Model.Protocol;

/// <summary>Something that must hold in every execution, with the text that demands it.</summary>
/// <param name="Id">Its short name in traces and results, such as <c>INV-4</c>.</param>
/// <param name="Statement">What must hold, in one sentence.</param>
/// <param name="Clause">Where it is demanded.</param>
internal sealed record Property(string Id, string Statement, string Clause);

using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Keeping;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What is to be done with the traces of a corpus.</summary>
/// <param name="Folder">Where it stands.</param>
/// <param name="Complete">False when the time was over first; then nothing is written.</param>
/// <param name="Written">Whether it was done.</param>
/// <param name="Rulings">One for each trace that could be judged.</param>
/// <param name="Violations">Kept traces that end otherwise than they expect.</param>
internal sealed record CorpusReport(string Folder, bool Complete, bool Written, Seq<Ruling> Rulings, Seq<Violation> Violations)
{
    /// <summary>What is not left as it is.</summary>
    public IEnumerable<Ruling> Changes => Rulings.Where(r => r.Outcome is not (Outcome.Keep or Outcome.Drop));
}

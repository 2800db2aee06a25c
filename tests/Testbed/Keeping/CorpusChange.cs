using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>What changes in the folder of a corpus.</summary>
internal abstract record CorpusChange
{
    private CorpusChange()
    {
    }

    /// <summary>Which file.</summary>
    public abstract string File { get; init; }

    /// <summary>A file is written.</summary>
    internal sealed record Written(string File, Trace Trace) : CorpusChange;

    /// <summary>A file goes.</summary>
    /// <param name="By">The file that stands for it, which must be there first.</param>
    internal sealed record Removed(string File, string By) : CorpusChange;

    /// <summary>What carries rulings out: everything is written before anything goes.</summary>
    /// <param name="folder">Where what is added comes to.</param>
    public static Seq<CorpusChange> Of(Seq<Ruling> rulings, string folder)
    {
        var places = Places(rulings, folder);
        var written = rulings.Where(r => r.Outcome is Outcome.Relabel or Outcome.Retell or Outcome.Add)
            .Select(r => new Written(places[r.Of.File], ((Survival.Shown)r.Of.Survival).Trace)).ToList();
        var removed = rulings.Where(r => r.Outcome == Outcome.Replaced && written.TrueForAll(w => w.File != r.Of.File))
            .Select(r => new Removed(r.Of.File, places[r.By!]));
        return [.. written, .. removed];
    }

    // What is added keeps its name, unless another one that stays has it.
    private static Dictionary<string, string> Places(Seq<Ruling> rulings, string folder)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var stay = rulings.Where(r => !r.Of.IsAdded && r.Outcome != Outcome.Replaced);
        foreach (var ruling in stay)
        {
            places[ruling.Of.File] = ruling.Of.File;
        }

        foreach (var added in rulings.Where(r => r.Outcome == Outcome.Add))
        {
            var name = Path.GetFileNameWithoutExtension(added.Of.File);
            var names = Enumerable.Range(1, int.MaxValue).Select(n => Path.Combine(folder, n == 1 ? $"{name}.trace" : $"{name}-{n}.trace"));
            places[added.Of.File] = names.First(n => !places.ContainsValue(n));
        }

        return places;
    }
}

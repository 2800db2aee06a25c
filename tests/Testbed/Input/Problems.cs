using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>Gathers what is wrong with one file.</summary>
internal sealed class Problems(string file)
{
    private readonly List<InputProblem> _found = [];

    public bool Any => _found.Count > 0;

    /// <summary>All of them, first line first.</summary>
    public Seq<InputProblem> Found => _found.OrderBy(p => p.Line).ToSeq();

    public void Add(int line, string? field, string wrong, string? allowed) =>
        _found.Add(new(file, line, field, wrong, allowed));
}

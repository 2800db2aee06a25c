namespace Xmpp.Federation.Model.Checking;

/// <summary>Something that is to hold of a system.</summary>
/// <param name="Name">Its short name in reports, such as <c>INV-4</c>.</param>
/// <param name="Statement">What is to hold, in one sentence.</param>
internal abstract record PropertyOf<TState>(string Name, string Statement)
{
    /// <summary>No reachable step breaks it, and no reachable state.</summary>
    /// <param name="Name">Its short name.</param>
    /// <param name="Statement">What is to hold.</param>
    /// <param name="Holds">What every state must fulfil; null where only steps are judged, by <see cref="Verdicts"/>.</param>
    public sealed record Always(string Name, string Statement, Func<TState, bool>? Holds = null)
        : PropertyOf<TState>(Name, Statement);

    /// <summary>Some reachable state fulfils it, or some step witnesses it: it shows that a scope is not too small.</summary>
    public sealed record Sometimes(string Name, string Statement, Func<TState, bool>? Holds = null)
        : PropertyOf<TState>(Name, Statement);

    /// <summary>
    /// Behind every state that fulfils <paramref name="Trigger"/> comes one that fulfils <paramref name="Goal"/>, on every
    /// path that is weakly fair.
    /// </summary>
    /// <param name="Name">Its short name.</param>
    /// <param name="Statement">What is to hold.</param>
    /// <param name="Trigger">What is to lead on.</param>
    /// <param name="Goal">To what.</param>
    public sealed record LeadsTo(string Name, string Statement, Func<TState, bool> Trigger, Func<TState, bool> Goal)
        : PropertyOf<TState>(Name, Statement);

    /// <summary>Only such states may be the last: from any other something can happen (no deadlock).</summary>
    public sealed record EndsOnly(string Name, string Statement, Func<TState, bool> Rests)
        : PropertyOf<TState>(Name, Statement);
}

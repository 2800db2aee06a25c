namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// What is explored: where it begins, what can happen, and what follows. A state is a value; equal states have equal
/// packed forms. Everything here is pure and may be called from several threads at once.
/// </summary>
/// <typeparam name="TState">One state of the whole system.</typeparam>
/// <typeparam name="TStep">One thing that can happen in a state.</typeparam>
internal interface ITransitionSystem<TState, TStep>
{
    /// <summary>Its name in reports.</summary>
    string Name { get; }

    /// <summary>What is to hold; the position of a property in this list is its number in <see cref="Verdicts"/>.</summary>
    IReadOnlyList<PropertyOf<TState>> Properties { get; }

    /// <summary>Where it begins; more than one where something is left open.</summary>
    IEnumerable<TState> Initial { get; }

    /// <summary>Adds everything that can happen in a state, each once, in an order that depends on the state alone.</summary>
    void CollectSteps(TState state, List<TStep> steps);

    /// <summary>What follows a step, and what was seen of the properties on the way.</summary>
    /// <param name="state">A reachable state.</param>
    /// <param name="step">One of its steps.</param>
    /// <param name="verdicts">Takes what the step exercises and what it breaks.</param>
    TState Next(TState state, TStep step, ref Verdicts verdicts);

    /// <summary>The representative of the states that differ only in the names of interchangeable things.</summary>
    TState Canonical(TState state) => state;

    /// <summary>Writes a state in few bytes.</summary>
    /// <returns>How many were written; at most <see cref="PackedBytesMax"/>.</returns>
    int Pack(TState state, Span<byte> packed);

    /// <summary>The state that was packed.</summary>
    TState Unpack(ReadOnlySpan<byte> packed);

    /// <summary>The most bytes that a packed state takes.</summary>
    int PackedBytesMax { get; }

    /// <summary>A step in words, as it stands in a trace.</summary>
    string Describe(TState before, TStep step);
}

/// <summary>A system whose steps belong to actors that act independently of each other, most of the time.</summary>
internal interface IReducible<TState, TStep>
{
    /// <summary>Whose step it is, from 0; negative for a step that depends on everybody's.</summary>
    int ActorOf(TStep step);

    /// <summary>
    /// Whether the steps of this actor that are possible now are a persistent set: nothing that the others can do before
    /// the actor moves is dependent on one of them, or makes another step of the actor possible.
    /// </summary>
    bool IsPersistent(TState state, int actor);
}

/// <summary>A system in which some steps are not put off for ever.</summary>
internal interface IFair<TStep>
{
    /// <summary>
    /// The class under whose weak fairness a step stands, from 0: if some step of the class is possible from some moment
    /// on without interruption, one of them is taken in the end. Negative: it may be put off for ever.
    /// </summary>
    int FairnessOf(TStep step);

    /// <summary>How many classes there are.</summary>
    int FairnessClasses { get; }

    /// <summary>
    /// Whether what is held to be alike is served alike: a step stands in the same class before and after its state is
    /// replaced by its representative. Where servers or processes themselves change places it does not, and cycles are
    /// searched only without symmetry.
    /// </summary>
    bool CanonicalKeepsClasses => false;
}

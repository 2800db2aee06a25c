namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>What is to be done with a trace.</summary>
internal enum Outcome
{
    /// <summary>Its file stays as it is.</summary>
    Keep,

    /// <summary>Its file is written with the labels of today.</summary>
    Relabel,

    /// <summary>Its file is written with another execution that shows the same.</summary>
    Retell,

    /// <summary>It comes into the corpus.</summary>
    Add,

    /// <summary>Its file goes, because another one shows the same.</summary>
    Replaced,

    /// <summary>It does not come into the corpus.</summary>
    Drop,
}

/// <summary>What is to be done with a trace, and why.</summary>
/// <param name="Why">In one sentence.</param>
/// <param name="By">The file that shows the same, where that is why.</param>
internal sealed record Ruling(KeptTrace Of, Outcome Outcome, string Why, string? By = null);

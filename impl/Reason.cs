using System.Globalization;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation;

/// <summary>One step of an attempt that failed: what was tried, what the peer answered, what policy forbade.</summary>
/// <param name="Target">Host and port that were tried, or the domain while it was being resolved.</param>
/// <param name="Method">What was tried there, for example <c>STARTTLS + EXTERNAL</c>.</param>
/// <param name="Flavour">The kind of refusal.</param>
/// <param name="Condition">The peer's condition as on the wire (RFC 6120 4.9.3, 6.5, 8.3.3), or our own word for it.</param>
/// <param name="Text">The peer's human-readable text, if any; never interpreted (RFC 6120 4.9.2).</param>
/// <param name="PolicyBit">The policy field that forbade to go on, if one did.</param>
public sealed record Reason(
    string Target, string Method, Flavour Flavour, string Condition, string? Text, string? PolicyBit)
{
    /// <summary>What would have to change for this attempt to succeed, and at whom, as one sentence for an operator.</summary>
    public string Remedy => Remedies.For(this);

    /// <summary>One line for an operator.</summary>
    /// <returns>For example <c>b.example:5269, STARTTLS + EXTERNAL: A1 not-authorized</c>.</returns>
    public override string ToString() =>
        $"{Target}, {Method}: {Flavour} {Condition}"
        + (Text is null ? "" : $" \"{OnOneLine(Text)}\"")
        + (PolicyBit is null ? "" : $" (policy: {PolicyBit})");

    // Who prints the line prints one: what a peer writes must not look like the next.
    private static string OnOneLine(string text) => string.Concat(text.Select(
        c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? ' ' : c));
}

/// <summary>Why a pair could not be established: the refusals in the order in which they came.</summary>
public sealed record ReasonChain
{
    internal ReasonChain(Seq<Reason> reasons) => Seq = reasons;

    /// <summary>The refusals, the earliest first.</summary>
    public IReadOnlyList<Reason> Reasons => Seq;

    internal static ReasonChain Empty { get; } = new([]);

    internal Seq<Reason> Seq { get; }

    /// <summary>What would have to change for the last attempt, after which nothing was left; empty without a reason.</summary>
    public string Remedy => Seq.IsEmpty ? "" : Seq[^1].Remedy;

    /// <summary>The reasons on one line.</summary>
    /// <returns>The reasons, separated by semicolons.</returns>
    public override string ToString() => string.Join("; ", Seq);

    internal ReasonChain Add(Reason reason) => new(Seq.Add(reason));
}

namespace Xmpp.Federation.Benchmarks.Report;

/// <summary>One line of the table of figures.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Aim">What it must reach; empty where it only explains another figure.</param>
/// <param name="Measured">What it came to, or why it was not measured.</param>
/// <param name="How">Over what it was measured.</param>
internal sealed record Figure(string Name, string Aim, string Measured, string How);

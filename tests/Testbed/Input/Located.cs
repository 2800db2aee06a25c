using System.Text.Json;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>A JSON value that knows the line on which it begins.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">Of a string its content, of a number its digits, else empty.</param>
/// <param name="Members">Of an object, in order, duplicates included.</param>
/// <param name="Items">Of an array.</param>
internal sealed record Located(
    int Line,
    JsonValueKind Kind,
    string Text,
    IReadOnlyList<LocatedMember> Members,
    IReadOnlyList<Located> Items);

/// <summary>A member of a JSON object, with the line of its name.</summary>
internal sealed record LocatedMember(int Line, string Name, Located Value);

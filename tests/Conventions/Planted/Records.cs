using System.Collections.Immutable;

namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>A union that anybody can extend, and a case that anybody can.</summary>
internal abstract record OpenUnion
{
    internal record Loose : OpenUnion;

    internal sealed record Further : Loose;
}

/// <summary>A case outside.</summary>
internal sealed record Stray : OpenUnion;

/// <summary>A union as it should be.</summary>
internal abstract record ClosedUnion
{
    private ClosedUnion()
    {
    }

    internal sealed record Only(string Text) : ClosedUnion;
}

/// <summary>Records that do not compare by content, at once or further down.</summary>
internal sealed record ByArray(int[] Numbers);

internal sealed record ByList(ImmutableArray<int> Numbers);

internal sealed record ByFunction(Func<int> Number);

internal readonly record struct ByDepth(ByCase? Below);

internal abstract record ByCase
{
    internal sealed record Deep(Dictionary<string, int> Table) : ByCase;
}

/// <summary>One that does.</summary>
internal sealed record ByContent(string Text, TimeSpan? Length, ClosedUnion Union, DayOfWeek Day);

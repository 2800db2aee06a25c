using Xmpp.Federation.Conventions.Tests.Planted.Shell;

namespace Xmpp.Federation.Conventions.Tests.Planted.Core;

/// <summary>A core that knows its shell, in each of the ways in which it can.</summary>
internal static class Outward
{
    public const Loop? AsField = null;

    public static string AsArgument(IEnumerable<Loop[]> loops) => $"{loops}";

    public static string AsCall() => Loop.Name;

    public static Func<string> AsLambda() => () => new Loop().ToString() ?? "";

    public static IEnumerable<Type> AsIterator()
    {
        yield return typeof(Loop);
    }
}

/// <summary>One that is part of it.</summary>
internal sealed class OutwardBase : Loop;

/// <summary>One that knows nothing of it.</summary>
internal static class Inward
{
    public static int Twice(int number) => 2 * number;
}

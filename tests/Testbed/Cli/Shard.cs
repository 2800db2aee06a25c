using System.Globalization;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>One of several runs that together are a whole one.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>What is allowed, for a message.</summary>
    public const string Form = "i/n, like 2/4: the i-th of n, from 1/n to n/n; at most 1000";

    public const int CountMax = 1000;

    /// <summary>The numbers of the executions that it does: those that are i - 1 modulo n.</summary>
    public Stride Numbers => Stride.All.Part(Index - 1, Count);

    public static bool TryParse(string text, out Shard shard)
    {
        shard = default;
        if (text.Split('/') is not [var index, var count] || Read(index) is not { } i || Read(count) is not { } n || i > n)
        {
            return false;
        }

        shard = new(i, n);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static int? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= CountMax
            ? number
            : null;
}

/// <summary>Which shard, and of which run.</summary>
/// <param name="Arguments">All that the executions depend on beside the seed, written as on a command line.</param>
/// <param name="Build">The version of the program, its commit included where the build knows it.</param>
internal sealed record ShardOfRun(Shard Shard, string Arguments, string Build);

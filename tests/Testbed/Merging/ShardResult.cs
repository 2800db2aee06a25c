using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Merging;

/// <summary>The verbs that can be done in shards.</summary>
internal enum ShardVerb
{
    Explore,
    Fuzz,
    Combinations,
}

/// <summary>What one shard has written.</summary>
/// <param name="File">Where it was read.</param>
/// <param name="Line">The line on which it says which shard it is.</param>
/// <param name="Result">Without strikes where the verb is <c>explore</c>.</param>
internal sealed record ShardResult(string File, int Line, ShardVerb Verb, ulong Seed, ShardOfRun Of, FuzzReport Result);

/// <summary>A whole run.</summary>
internal sealed record MergedRun(ShardVerb Verb, ulong Seed, FuzzReport Result);

using FsCheck;
using FsCheck.Xunit;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>How executions are dealt out.</summary>
public sealed class ShardTests
{
    [Property]
    public void The_parts_of_the_parts_are_the_whole_and_nothing_twice(PositiveInt shards, PositiveInt workers, NonNegativeInt bound)
    {
        var parts = Enumerable.Range(0, shards.Get).SelectMany(shard => Enumerable.Range(0, workers.Get)
            .Select(worker => Stride.All.Part(shard, shards.Get).Part(worker, workers.Get)));

        var dealt = parts.SelectMany(p => Enumerable.Range(0, (int)p.CountBelow(bound.Get)).Select(i => p.At(i)));

        Assert.Equal(Enumerable.Range(0, bound.Get).Select(n => (long)n), dealt.Order());
    }
}

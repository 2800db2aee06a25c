using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>A system that is too large ends the exploration with a word, not with an exception; an error of its own is thrown.</summary>
public sealed class BoundTests
{
    private static readonly TwoPhaseCommit Large = new(12);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void It_ends_where_it_would_take_too_much_memory(int workers)
    {
        const long most = 16 << 20;
        var result = Checker.Check(Large, new() { Symmetry = false, Workers = workers, BytesMax = most });
        Assert.False(result.Complete);
        Assert.Contains("memory", result.WhyIncomplete, StringComparison.Ordinal);
        Assert.InRange(result.Bytes, most / 4, most * 5 / 4);
        Assert.True(result.States > 10_000);
        Assert.Null(result.Property("DECIDED").Holds);
        Assert.Equal(result.WhyIncomplete, result.Property("DECIDED").WhyOpen);
    }

    [Fact]
    public void It_ends_where_it_would_take_too_much_memory_for_fingerprints_too()
    {
        var result = Checker.Check(Large, new() { Symmetry = false, HashCompact = true, BytesMax = 16 << 20 });
        Assert.Contains("memory", result.WhyIncomplete, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_the_level_in_which_enough_was_found()
    {
        var result = Checker.Check(Large, new() { Symmetry = false, StatesMax = 5_000 });
        Assert.Contains("states", result.WhyIncomplete, StringComparison.Ordinal);
        Assert.InRange(result.States, 5_000, 50_000);
    }

    [Fact]
    public void It_looks_no_further_than_it_may()
    {
        var result = Checker.Check(Large, new() { Symmetry = false, DepthMax = 3 });
        Assert.Contains("steps", result.WhyIncomplete, StringComparison.Ordinal);
        Assert.Equal(3, result.Depth);
    }

    [Fact]
    public void It_ends_when_its_time_is_over()
    {
        var result = Checker.Check(Large, new() { Symmetry = false, TimeMax = TimeSpan.Zero });
        Assert.Contains("time", result.WhyIncomplete, StringComparison.Ordinal);
        Assert.InRange(result.States, 256, 1_000_000);
    }

    [Fact]
    public void It_tells_how_far_it_is_now_and_then()
    {
        List<CheckProgress> told = [];
        var result = Checker.Check(Large, new() { Symmetry = false, StatesMax = 200_000, Progress = told.Add });
        Assert.True(told.Count <= 1 + (result.Elapsed.TotalSeconds * 4));
        Assert.All(told, p => Assert.InRange(p.Depth, 0, result.Depth));
        Assert.All(told, p => Assert.InRange(p.States, 1, result.States));
        Assert.All(told, p => Assert.InRange(p.Frontier, 1, p.States));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_system_throws_is_thrown(int workers)
    {
        var thrown = Assert.Throws<FormatException>(() => Checker.Check(new Failing(), new() { Workers = workers }));
        Assert.Equal("at 3000", thrown.Message);
    }

    [Fact]
    public void More_properties_than_verdicts_have_bits_are_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Checker.Check(new Failing(65)));

    [Fact]
    public void A_state_of_too_many_bytes_is_refused() =>
        Assert.Throws<ArgumentException>(() => Checker.Check(new Failing(packedBytesMax: 1 << 14)));

    [Fact]
    public void Nothing_at_all_is_explored_too()
    {
        var result = Checker.Check(new Failing(begins: false));
        Assert.True(result.Complete);
        Assert.Equal((0, 0, 0), (result.States, result.Transitions, result.Depth));
    }

    /// <summary>Counts, each number from two others, until it fails.</summary>
    private sealed class Failing(int properties = 0, int packedBytesMax = 4, bool begins = true) : ITransitionSystem<int, int>
    {
        public string Name => "failing";

        public IReadOnlyList<PropertyOf<int>> Properties { get; } =
            [.. Enumerable.Range(0, properties).Select(i => new PropertyOf<int>.Always($"{i}", "It holds."))];

        public IEnumerable<int> Initial => begins ? [0] : [];

        public int PackedBytesMax => packedBytesMax;

        public void CollectSteps(int state, List<int> steps) => steps.AddRange([(2 * state) + 1, (2 * state) + 2]);

        public int Next(int state, int step, ref Verdicts verdicts) =>
            state == 3_000 ? throw new FormatException($"at {state}") : step;

        public int Pack(int state, Span<byte> packed)
        {
            BitConverter.TryWriteBytes(packed, state);
            return 4;
        }

        public int Unpack(ReadOnlySpan<byte> packed) => BitConverter.ToInt32(packed);

        public string Describe(int before, int step) => $"{step}";
    }
}

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// Every n-th number: what one of n machines, processes or threads does of many executions. An execution is made from its
/// number alone, so that together they do exactly what one would do.
/// </summary>
/// <param name="First">The first one.</param>
/// <param name="Step">From one to the next.</param>
internal sealed record Stride(long First, long Step)
{
    public static Stride All { get; } = new(0, 1);

    /// <summary>Of these numbers, what one of <paramref name="count"/> does, counted from 0.</summary>
    public Stride Part(int index, int count) => new(First + (Step * index), Step * count);

    /// <summary>How many of them are smaller than <paramref name="bound"/>.</summary>
    public long CountBelow(long bound) => First >= bound ? 0 : ((bound - 1 - First) / Step) + 1;

    /// <summary>The number at a place, counted from 0.</summary>
    public long At(long place) => First + (Step * place);
}

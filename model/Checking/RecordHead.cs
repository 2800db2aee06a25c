namespace Xmpp.Federation.Model.Checking;

/// <summary>The first word of a state's record.</summary>
/// <remarks>
/// Bit 63: settled, its number is known. Bit 62: barren, it is not expanded. Bits 48 to 61: bytes that are stored. Bits 0
/// to 47: before it is settled the least claim, which is the rank of the parent in its level and the place of the step
/// (16 bits) among the parent's; then the number of the state in the order of the search.
/// </remarks>
internal readonly record struct RecordHead(ulong Bits)
{
    /// <summary>The most bytes that a record holds.</summary>
    public const int BytesMax = (1 << 14) - 1;

    private const int LengthShift = 48;
    private const int StepBits = 16;
    private const ulong Settled = 1UL << 63;
    private const ulong Barren = 1UL << 62;
    private const ulong ClaimMask = (1UL << LengthShift) - 1;

    public bool IsSettled => (Bits & Settled) != 0;

    public bool IsBarren => (Bits & Barren) != 0;

    public int Length => (int)(Bits >> LengthShift) & BytesMax;

    public ulong Least => Bits & ClaimMask;

    public uint Number => (uint)Bits;

    /// <summary>A claim; lesser ones are found earlier by a search that does one thing after the other.</summary>
    public static ulong ClaimOf(int rank, int step) => ((ulong)(uint)rank << StepBits) | (uint)Math.Min(step, (1 << StepBits) - 1);

    /// <summary>The rank of the parent in a claim.</summary>
    public static int RankOf(ulong claim) => (int)(claim >> StepBits);

    public static RecordHead Claimed(int bytes, ulong claim) => new(((ulong)bytes << LengthShift) | claim);

    /// <summary>Takes the lesser of two claims, unless the state is settled.</summary>
    public static Sighting Claim(ref ulong word, ulong claim)
    {
        while (true)
        {
            var head = new RecordHead(Volatile.Read(ref word));
            if (head.IsSettled)
            {
                return Sighting.Old;
            }

            if (claim >= head.Least)
            {
                return Sighting.Again;
            }

            if (Interlocked.CompareExchange(ref word, (head.Bits & ~ClaimMask) | claim, head.Bits) == head.Bits)
            {
                return Sighting.Earlier;
            }
        }
    }

    /// <summary>The state will not be expanded.</summary>
    public static void MarkBarren(ref ulong word) => Interlocked.Or(ref word, Barren);

    /// <summary>The state gets its number. Nobody may claim it meanwhile.</summary>
    public static void Settle(ref ulong word, uint number) => word = (word & ~ClaimMask) | Settled | number;
}

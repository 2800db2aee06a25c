using System.Numerics;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>A domain, by a number: what its name is does not matter to the protocol, only whether two are equal.</summary>
/// <param name="Index">From 0 to <see cref="CountMax"/> - 1; 255 for a missing or unknown one.</param>
internal readonly record struct DomainName(byte Index)
{
    /// <summary>How many a world may have.</summary>
    public const int CountMax = 8;

    /// <summary>No domain, or one that nobody in the world serves.</summary>
    public static DomainName None { get; } = new(255);

    /// <summary>Who is named, but by no name that anybody has.</summary>
    public static DomainName Nobody { get; } = new(254);

    public bool IsNone => Index == 255;

    public override string ToString() => Index < CountMax ? ((char)('a' + Index)).ToString() : IsNone ? "-" : "?";
}

/// <summary>A sender and a target domain, in that order (XEP-0220 1.2): what is authorised, for one direction.</summary>
internal readonly record struct Pair(DomainName Sender, DomainName Target)
{
    public static Pair None { get; } = new(DomainName.None, DomainName.None);

    public Pair Inverse => new(Target, Sender);

    /// <summary>A number from 0 to 63; only for pairs of known domains.</summary>
    public int Index => (Sender.Index * DomainName.CountMax) + Target.Index;

    /// <summary>Whether both domains are known.</summary>
    public bool IsWhole => Sender.Index < DomainName.CountMax && Target.Index < DomainName.CountMax;

    public static Pair At(int index) =>
        new(new DomainName((byte)(index / DomainName.CountMax)), new DomainName((byte)(index % DomainName.CountMax)));

    public override string ToString() => $"{Sender}→{Target}";
}

/// <summary>A set of domains.</summary>
internal readonly record struct DomainSet(byte Bits)
{
    public static DomainSet Empty => default;

    public bool Contains(DomainName domain) => domain.Index < DomainName.CountMax && (Bits >> domain.Index & 1) != 0;

    public DomainSet With(DomainName domain) => new((byte)(Bits | 1 << domain.Index));

    /// <summary>The domains, in the order of their numbers.</summary>
    public IEnumerable<DomainName> Members
    {
        get
        {
            for (byte i = 0; i < DomainName.CountMax; i++)
            {
                if ((Bits >> i & 1) != 0)
                {
                    yield return new DomainName(i);
                }
            }
        }
    }
}

/// <summary>A set of pairs of known domains.</summary>
internal readonly record struct PairSet(ulong Bits)
{
    public static PairSet Empty => default;

    public bool IsEmpty => Bits == 0;

    public int Count => BitOperations.PopCount(Bits);

    public bool Contains(Pair pair) => pair.IsWhole && (Bits >> pair.Index & 1) != 0;

    public PairSet With(Pair pair) => new(Bits | 1UL << pair.Index);

    public PairSet Without(Pair pair) => pair.IsWhole ? new(Bits & ~(1UL << pair.Index)) : this;

    /// <summary>The pairs, in the order of their numbers.</summary>
    public IEnumerable<Pair> Members
    {
        get
        {
            for (var bits = Bits; bits != 0; bits &= bits - 1)
            {
                yield return Pair.At(BitOperations.TrailingZeroCount(bits));
            }
        }
    }

    public override string ToString() => string.Join(' ', Members);
}

/// <summary>A stream id, by a number that grows with each new one; 0 where there is none.</summary>
internal readonly record struct Id(ushort Number)
{
    public static Id None => default;

    public bool IsNone => Number == 0;

    public override string ToString() => IsNone ? "-" : $"id{Number}";
}

/// <summary>
/// A dialback key: made from the secret of one server for one pair and one stream id (XEP-0185 2). Nobody can make that of
/// another, and who has seen one can only say it again.
/// </summary>
/// <param name="Maker">The server whose secret it is made from; <see cref="NoMaker"/> for what nobody has made by the rule.</param>
/// <param name="Pair">The sender and target domains.</param>
/// <param name="Id">The id of the receiver's stream header.</param>
internal readonly record struct Key(ushort Maker, Pair Pair, Id Id)
{
    public const ushort NoMaker = ushort.MaxValue;

    public static Key Junk { get; } = new(NoMaker, Pair.None, Id.None);

    public override string ToString() => Maker == NoMaker ? "junk" : $"key({Maker}: {Pair} {Id})";
}

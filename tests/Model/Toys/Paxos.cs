using System.Buffers.Binary;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Toys;

/// <summary>
/// L. Lamport's <i>The part-time parliament</i> for one decree, as his TLA+ module Paxos has it: three acceptors, two
/// ballots, two values, messages are a set that only grows.
/// </summary>
/// <param name="ignoresPromises">Planted: whoever leads a ballot proposes what it likes, whatever was voted for before.</param>
internal sealed class Paxos(bool ignoresPromises = false) : ITransitionSystem<ulong, Paxos.Step>
{
    private const int Acceptors = 3;
    private const int Ballots = 2;
    private const int Values = 2;

    // A vote before: none, or for a value in ballot 0.
    private const int Votes = 1 + Values;

    // Bits: 1a by ballot; 1b by acceptor, ballot and earlier vote; 2a by ballot and value; 2b by acceptor, ballot and value.
    // What an acceptor promised and voted for follows from what it has said.
    private const int Promise = Ballots;
    private const int Propose = Promise + (Acceptors * Ballots * Votes);
    private const int Accept = Propose + (Ballots * Values);

    public string Name => "paxos";

    public IReadOnlyList<PropertyOf<ulong>> Properties { get; } =
    [
        new PropertyOf<ulong>.Always("AGREEMENT", "No two values are chosen.", s => !(IsChosen(s, 0) && IsChosen(s, 1))),
        new PropertyOf<ulong>.Sometimes("CHOSEN", "A value is chosen.", s => IsChosen(s, 0)),
    ];

    public IEnumerable<ulong> Initial => [0UL];

    public int PackedBytesMax => 8;

    public void CollectSteps(ulong state, List<Step> steps)
    {
        for (var ballot = 0; ballot < Ballots; ballot++)
        {
            Add(ballot, "asks for promises");
            for (var value = 0; value < Values; value++)
            {
                if (!Proposed(state, ballot) && MayPropose(state, ballot, value))
                {
                    Add(Propose + (ballot * Values) + value, "proposes");
                }

                for (var acceptor = 0; acceptor < Acceptors; acceptor++)
                {
                    if (Has(state, Propose + (ballot * Values) + value) && PromisedBy(state, acceptor) <= ballot)
                    {
                        Add(Accept + (((acceptor * Ballots) + ballot) * Values) + value, "is accepted");
                    }
                }
            }

            for (var acceptor = 0; acceptor < Acceptors; acceptor++)
            {
                if (Has(state, ballot) && PromisedBy(state, acceptor) < ballot)
                {
                    Add(Promise + (((acceptor * Ballots) + ballot) * Votes) + VoteOf(state, acceptor), "is promised");
                }
            }
        }

        void Add(int bit, string what)
        {
            if (!Has(state, bit))
            {
                steps.Add(new(bit, what));
            }
        }
    }

    public ulong Next(ulong state, Step step, ref Verdicts verdicts) => state | (1UL << step.Bit);

    public int Pack(ulong state, Span<byte> packed)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(packed, state);
        return 8;
    }

    public ulong Unpack(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadUInt64LittleEndian(packed);

    public string Describe(ulong before, Step step) => $"{step.Bit} {step.What}";

    private static bool Has(ulong state, int bit) => (state >> bit & 1) != 0;

    private static bool Proposed(ulong state, int ballot) => (state >> (Propose + (ballot * Values)) & 3) != 0;

    private static bool IsChosen(ulong state, int value) => Enumerable.Range(0, Ballots).Any(ballot =>
        Enumerable.Range(0, Acceptors).Count(a => Has(state, Accept + (((a * Ballots) + ballot) * Values) + value)) > Acceptors / 2);

    // The highest ballot that it promised or voted in; -1: none.
    private static int PromisedBy(ulong state, int acceptor)
    {
        for (var ballot = Ballots - 1; ballot >= 0; ballot--)
        {
            var said = (state >> (Promise + (((acceptor * Ballots) + ballot) * Votes)) & 7)
                | (state >> (Accept + (((acceptor * Ballots) + ballot) * Values)) & 3);
            if (said != 0)
            {
                return ballot;
            }
        }

        return -1;
    }

    // 0: none; else 1 + the value that it voted for in ballot 0.
    private static int VoteOf(ulong state, int acceptor)
    {
        for (var value = 0; value < Values; value++)
        {
            if (Has(state, Accept + (acceptor * Ballots * Values) + value))
            {
                return 1 + value;
            }
        }

        return 0;
    }

    // A majority has promised, and what one of them voted for is the value, if any did.
    private bool MayPropose(ulong state, int ballot, int value)
    {
        for (var left = 0; left < Acceptors; left++)
        {
            // The majority without one acceptor.
            var (one, other) = (PromiseOf(state, (left + 1) % Acceptors, ballot), PromiseOf(state, (left + 2) % Acceptors, ballot));
            var voted = Math.Max(one, other);
            if (one >= 0 && other >= 0 && (voted == 0 || voted == 1 + value || ignoresPromises))
            {
                return true;
            }
        }

        return false;
    }

    // -1: not promised; 0: promised without a vote; else 1 + the value voted for.
    private static int PromiseOf(ulong state, int acceptor, int ballot)
    {
        for (var vote = 0; vote < Votes; vote++)
        {
            if (Has(state, Promise + (((acceptor * Ballots) + ballot) * Votes) + vote))
            {
                return vote;
            }
        }

        return -1;
    }

    internal readonly record struct Step(int Bit, string What);
}

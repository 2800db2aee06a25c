using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Toys;

/// <summary>
/// E. Dijkstra's dining philosophers: each takes the fork on the left, then the one on the right, eats, and puts both back.
/// The states in which no fork is held twice are counted by the trace of a transfer matrix: the Pell-Lucas numbers, 14 for
/// three, 82 for five, 478 for seven. If the first one takes the right fork first, nobody starves.
/// </summary>
internal sealed class Philosophers(int count, bool firstIsLeftHanded = false)
    : ITransitionSystem<Philosophers.Table, int>, IReducible<Philosophers.Table, int>
{
    public string Name => $"{count} philosophers{(firstIsLeftHanded ? ", one left-handed" : "")}";

    public IReadOnlyList<PropertyOf<Table>> Properties =>
    [
        new PropertyOf<Table>.EndsOnly("NO-DEADLOCK", "Somebody can always do something.", _ => false),
        new PropertyOf<Table>.Sometimes("EATS", "Somebody eats.", t => t.Hands.Contains('E')),
        new PropertyOf<Table>.Always("FORKS", "No fork is held twice.", t => Enumerable.Range(0, count).All(i => HoldersOf(t, i) <= 1)),
    ];

    public IEnumerable<Table> Initial => [new(new string('T', count))];

    public int PackedBytesMax => count;

    public void CollectSteps(Table state, List<int> steps)
    {
        for (var i = 0; i < count; i++)
        {
            var wanted = state.Hands[i] switch
            {
                'T' => FirstOf(i),
                'F' => SecondOf(i),
                _ => -1,
            };
            if (wanted < 0 || HoldersOf(state, wanted) == 0)
            {
                steps.Add(i);
            }
        }
    }

    public Table Next(Table state, int step, ref Verdicts verdicts)
    {
        var hands = state.Hands.ToCharArray();
        hands[step] = hands[step] switch
        {
            'T' => 'F',
            'F' => 'E',
            _ => 'T',
        };
        return new(new string(hands));
    }

    public int Pack(Table state, Span<byte> packed) => System.Text.Encoding.ASCII.GetBytes(state.Hands, packed);

    public Table Unpack(ReadOnlySpan<byte> packed) => new(System.Text.Encoding.ASCII.GetString(packed));

    public string Describe(Table before, int step) => before.Hands[step] switch
    {
        'T' => $"{step} takes the first fork",
        'F' => $"{step} takes the second fork",
        _ => $"{step} puts both back",
    };

    public int ActorOf(int step) => step;

    // Who eats can only put back, and nobody can hinder that, nor be possible to do more before it.
    public bool IsPersistent(Table state, int actor) => state.Hands[actor] == 'E';

    private int FirstOf(int philosopher) => IsLeftHanded(philosopher) ? (philosopher + 1) % count : philosopher;

    private int SecondOf(int philosopher) => IsLeftHanded(philosopher) ? philosopher : (philosopher + 1) % count;

    private bool IsLeftHanded(int philosopher) => firstIsLeftHanded && philosopher == 0;

    private int HoldersOf(Table table, int fork) => Enumerable.Range(0, count).Count(i =>
        (table.Hands[i] == 'E' && (FirstOf(i) == fork || SecondOf(i) == fork)) || (table.Hands[i] == 'F' && FirstOf(i) == fork));

    /// <param name="Hands">Of each: T thinks, F holds the first fork, E eats.</param>
    internal readonly record struct Table(string Hands);
}

using System.Numerics;

namespace Xmpp.Federation.Model.Checking;

/// <summary>What one thread has seen of the properties, on one level and in all.</summary>
internal sealed class Observations(int properties)
{
    private const ulong Nowhere = ulong.MaxValue;

    private readonly ulong[] _steps = Filled(properties);
    private readonly int[] _ends = new int[properties];
    private readonly List<(int Property, uint Record)> _states = [];
    private readonly List<int> _terminals = [];

    /// <summary>The properties whose case came up.</summary>
    public ulong Witnessed { get; private set; }

    /// <summary>How many steps were taken.</summary>
    public long Transitions { get; set; }

    /// <summary>How many states were the last.</summary>
    public long TerminalStates { get; private set; }

    /// <summary>The ranks of those of this level, in their order.</summary>
    public IReadOnlyList<int> Terminals => _terminals;

    /// <summary>The states of the next level that broke or fulfilled something.</summary>
    public IReadOnlyList<(int Property, uint Record)> States => _states;

    /// <summary>The case of some properties came up.</summary>
    public void Witness(ulong properties) => Witnessed |= properties;

    /// <summary>A step broke or fulfilled something.</summary>
    public void Step(ulong properties, ulong claim)
    {
        foreach (var property in BitsOf(properties))
        {
            _steps[property] = Math.Min(_steps[property], claim);
        }
    }

    /// <summary>A state of the next level broke or fulfilled something.</summary>
    public void State(ulong properties, uint record)
    {
        foreach (var property in BitsOf(properties))
        {
            _states.Add((property, record));
        }
    }

    /// <summary>A state of this level is the last.</summary>
    public void Terminal(int rank, int kept)
    {
        TerminalStates++;
        if (_terminals.Count < kept)
        {
            _terminals.Add(rank);
        }
    }

    /// <summary>A state of this level is the last, and must not be.</summary>
    public void End(int property, int rank) => _ends[property] = _ends[property] == 0 ? rank + 1 : Math.Min(_ends[property], rank + 1);

    /// <summary>The least claim of a step that broke or fulfilled a property.</summary>
    public ulong? StepOf(int property) => _steps[property] == Nowhere ? null : _steps[property];

    /// <summary>The least rank of a state that must not be the last.</summary>
    public int? EndOf(int property) => _ends[property] == 0 ? null : _ends[property] - 1;

    /// <summary>The next level begins.</summary>
    public void OpenLevel()
    {
        _steps.AsSpan().Fill(Nowhere);
        _ends.AsSpan().Clear();
        _states.Clear();
        _terminals.Clear();
    }

    private static Bits BitsOf(ulong bits) => new(bits);

    private static ulong[] Filled(int count)
    {
        var all = new ulong[count];
        all.AsSpan().Fill(Nowhere);
        return all;
    }

    /// <summary>The numbers of the bits that are set, without a list.</summary>
    private struct Bits(ulong left)
    {
        public int Current { get; private set; }

        public readonly Bits GetEnumerator() => this;

        public bool MoveNext()
        {
            if (left == 0)
            {
                return false;
            }

            Current = BitOperations.TrailingZeroCount(left);
            left &= left - 1;
            return true;
        }
    }
}

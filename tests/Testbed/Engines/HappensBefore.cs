namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// What an execution has come to, whatever the order of its independent steps: equal for two of them in which the same steps
/// happened in the same order wherever they touch the same server (L. Lamport, 1978; as a key of states: M. Musuvathi,
/// S. Qadeer, <i>Partial-Order Reduction for Context-Bounded State Exploration</i>, 2007).
/// </summary>
/// <remarks>64 bits stand for a partial order: of a million of them two coincide by chance in one case of 37 million.</remarks>
internal sealed class HappensBefore
{
    private const ulong Choices = 0x9E3779B97F4A7C15UL;

    private readonly SortedDictionary<string, ulong> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<object, ulong> _lastOfLink = new(ReferenceEqualityComparer.Instance);
    private readonly List<(WorldEvent Happening, ulong Origin)> _pending = [];
    private readonly SortedDictionary<string, ulong> _queues = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _touched = new(StringComparer.Ordinal);
    private ulong _done;
    private ulong _step;
    private ulong _budget;
    private ulong _loops;
    private uint _said;
    private bool _isBarrier;

    /// <summary>
    /// The steps that were taken, the present one as far as it has come included, and in what order stands what they have
    /// made possible: two executions with the same key go on alike as long as both take the plainest way.
    /// </summary>
    public ulong Key
    {
        get
        {
            var key = Mixed(_done + Mixed(_step, _said), _loops);
            foreach (var (_, origin) in _pending)
            {
                key = Mixed(key, origin);
            }

            foreach (var (_, last) in _queues)
            {
                key = Mixed(key, last);
            }

            return key;
        }
    }

    /// <summary>There is another loop, behind those that there are.</summary>
    public void Start(string loop) => _loops = Mixed(_loops, HashOf(loop));

    /// <summary>A step of a loop of a server begins.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="server">Whose loop.</param>
    /// <param name="origin">What made it possible.</param>
    public void Begin(string label, string server, ulong origin)
    {
        _step = Mixed(HashOf(label), origin);
        Touch(server);
    }

    /// <summary>The present step gives a loop something to do, behind what it has to do.</summary>
    /// <returns>What makes that possible.</returns>
    public ulong Post(string loop) => _queues[loop] = Mixed(Mixed(_step, ++_said), _queues.GetValueOrDefault(loop));

    /// <summary>A step of the environment begins.</summary>
    public void Begin(string label, WorldEvent happening)
    {
        _step = Mixed(HashOf(label), Withdraw(happening));
        if (happening.Link is { } link)
        {
            _step = Mixed(_step, _lastOfLink.GetValueOrDefault(link));
            _lastOfLink[link] = _step;
        }

        _isBarrier = happening.Touches.IsEmpty;
        foreach (var server in happening.Touches)
        {
            Touch(server);
        }
    }

    /// <summary>The present step depends on something, and does not change it.</summary>
    public void Read(string what)
    {
        if (!_touched.Contains(what))
        {
            _step = Mixed(_step, _last.GetValueOrDefault(what));
        }
    }

    /// <summary>The present step changes something.</summary>
    public void Touch(string what)
    {
        if (_touched.Add(what))
        {
            _step = Mixed(_step, _last.GetValueOrDefault(what));
        }
    }

    /// <summary>The present step makes something possible, behind all that is, or in front of it.</summary>
    public void Offer(WorldEvent happening, bool first)
    {
        var offered = (happening, Mixed(_step, ++_said));
        _pending.Insert(first ? 0 : _pending.Count, offered);
    }

    /// <summary>The environment chooses within the present step. What it may choose depends on what has gone wrong before.</summary>
    public void Choose(int choice)
    {
        _step = Mixed(Mixed(_step, _budget), Choices + (ulong)choice);
        _said++;
        if (choice > 0)
        {
            _budget = _step;
        }
    }

    /// <summary>The present step is over.</summary>
    /// <param name="isFault">
    /// Whether it is something that went wrong: that there is less of it left concerns what may go wrong later.
    /// </param>
    public void End(bool isFault)
    {
        if (_isBarrier)
        {
            foreach (var (server, last) in _last)
            {
                _step = Mixed(_step, HashOf(server) + last);
                _touched.Add(server);
            }
        }

        if (isFault)
        {
            _step = _budget = Mixed(_step, _budget);
        }

        foreach (var server in _touched)
        {
            _last[server] = _step;
        }

        _touched.Clear();
        _done += Mixed(_step, 1);
        (_step, _said, _isBarrier) = (0, 0, false);
    }

    /// <summary>A number for a text; the same in every process.</summary>
    public static ulong HashOf(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 0x100000001B3UL;
        }

        return hash;
    }

    /// <summary>A number for two numbers in this order.</summary>
    public static ulong Mixed(ulong first, ulong second) => new Chance(first ^ ((second + Choices) * 0xD1342543DE82EF95UL)).Next();

    private ulong Withdraw(WorldEvent happening)
    {
        var index = _pending.FindIndex(p => ReferenceEquals(p.Happening, happening));
        if (index < 0)
        {
            return 0;
        }

        var origin = _pending[index].Origin;
        _pending.RemoveAt(index);
        return origin;
    }
}

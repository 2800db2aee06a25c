namespace Xmpp.Federation.Model.Checking;

/// <summary>The properties of a system as what is to be looked at in steps, states and ends.</summary>
internal sealed class Watch<TState>
{
    private readonly List<(int Property, Func<TState, bool> Holds)> _always = [];
    private readonly List<(int Property, Func<TState, bool> Holds)> _sometimes = [];
    private readonly List<(int Property, Func<TState, bool> Rests)> _ends = [];
    private readonly List<(int Property, PropertyOf<TState>.LeadsTo Promise)> _promises = [];

    public Watch(IReadOnlyList<PropertyOf<TState>> properties)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(properties.Count, 64);
        Properties = properties;
        foreach (var (number, property) in properties.Index())
        {
            switch (property)
            {
                case PropertyOf<TState>.Always { Holds: { } holds }:
                    _always.Add((number, holds));
                    break;
                case PropertyOf<TState>.Sometimes sometimes:
                    Wanted |= 1UL << number;
                    if (sometimes.Holds is { } fulfils)
                    {
                        _sometimes.Add((number, fulfils));
                    }

                    break;
                case PropertyOf<TState>.EndsOnly ends:
                    _ends.Add((number, ends.Rests));
                    break;
                case PropertyOf<TState>.LeadsTo promise:
                    _promises.Add((number, promise));
                    break;
                default:
                    break;
            }
        }
    }

    public IReadOnlyList<PropertyOf<TState>> Properties { get; }

    /// <summary>Those that are to be found, not to be kept.</summary>
    public ulong Wanted { get; }

    /// <summary>Those about the last states.</summary>
    public IReadOnlyList<(int Property, Func<TState, bool> Rests)> Ends => _ends;

    /// <summary>Those about what follows in the end.</summary>
    public IReadOnlyList<(int Property, PropertyOf<TState>.LeadsTo Promise)> Promises => _promises;

    /// <summary>The properties that a state breaks.</summary>
    public ulong BrokenBy(TState state)
    {
        var broken = 0UL;
        foreach (var (property, holds) in _always)
        {
            if (!holds(state))
            {
                broken |= 1UL << property;
            }
        }

        return broken;
    }

    /// <summary>The properties that a state fulfils, of those that are still wanted.</summary>
    public ulong FulfilledBy(TState state, ulong wanted)
    {
        var found = 0UL;
        foreach (var (property, holds) in _sometimes)
        {
            if ((wanted & (1UL << property)) != 0 && holds(state))
            {
                found |= 1UL << property;
            }
        }

        return found;
    }
}

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// When something goes wrong. How readily is drawn once an execution, so that some get far before the first fault and
/// others hardly begin.
/// </summary>
internal sealed class FaultLot
{
    private const int UnusualOneInMax = 16;

    private static readonly int[] FaultsOneIn = [8, 64, 512];

    private readonly Chance _chance;
    private readonly int _oneIn;

    public FaultLot(Chance chance)
    {
        _chance = chance;
        _oneIn = FaultsOneIn[chance.Below(FaultsOneIn.Length)];
    }

    /// <summary>Whether a fault strikes now, and which.</summary>
    /// <param name="options">What is possible; the faults stand last.</param>
    /// <param name="plain">How many are none.</param>
    /// <returns>The fault; null where none strikes.</returns>
    public int? Strike(IReadOnlyList<Option> options, out int plain)
    {
        plain = Option.PlainIn(options);
        var faults = options.Count - plain;
        return faults > 0 && (plain == 0 || _chance.Below(_oneIn) == 0) ? plain + _chance.Below(faults) : null;
    }

    /// <summary>The plainest way most of the time, the others alike.</summary>
    public int Choose(int count) => _chance.Below(Math.Min(_oneIn, UnusualOneInMax)) == 0 ? _chance.Below(count) : 0;
}

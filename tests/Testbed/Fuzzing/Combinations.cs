using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>What every two policies come to, on the cooperative engine.</summary>
internal sealed class Combinations : ICombinations
{
    public FuzzReport Explore(CombinationsRequest request)
    {
        var worlds = request.Strength is { } strength ? Sample(strength)
            : new NumberedWorlds(
                PolicyCombinations.Count, number => PolicyCombinations.World((int)number), "combinations", "combination");
        return EngineRun.Together([CooperativeSweep.Run(
            new SweepRequest(worlds, request.Numbers, request.Schedules, request.Bug, request.SaveTo, request.Effort))]);
    }

    private static NumberedWorlds Sample(int strength)
    {
        var sample = PolicyCombinations.Covering(strength);
        return new NumberedWorlds(
            sample.Count, number => PolicyCombinations.World(sample[(int)number]), "combinations",
            $"combination, sample of strength {strength},");
    }
}

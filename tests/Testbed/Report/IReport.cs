using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>Tells what was found: to a person, or to a program.</summary>
internal interface IReport
{
    void Explored(ExploreReport report);

    void Fuzzed(FuzzReport report);

    void Simulated(string file, SimulateReport report);

    void Combined(FuzzReport report);

    void Checked(CheckReport report);

    /// <param name="explanation">Why it ended so, where that was asked for.</param>
    void Replayed(string file, Trace trace, ReplayReport report, Explanation? explanation);

    void Stopped(string file, Trace trace, Standstill standstill);

    void Kept(CorpusReport report);

    void Heard(string file, TranscriptReport report);

    void Verified(VerifyReport report);

    void Hunted(BugsReport report);

    void Measured(FiguresReport report);

    void Finished(MainJobReport report);
}

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

    void Replayed(string file, Trace trace, ReplayReport report);

    void Heard(string file, TranscriptReport report);

    void Verified(VerifyReport report);

    void Finished(MainJobReport report);
}

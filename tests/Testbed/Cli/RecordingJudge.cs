using Xmpp.Federation.Testbed.Input;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Reads one recording and says whether our machines go along with it.</summary>
internal sealed class RecordingJudge(ITranscriptReader reader, Invocation invocation)
{
    /// <summary>Without a report where the recording could not be read.</summary>
    public (ExitStatus Status, TranscriptReport? Report) Judge(string file)
    {
        var report = InputFile.Read(file)
            .Then(content => RecordingFile.Parse(file, content))
            .Then(recording => reader.Read(recording, invocation.Effort));
        invocation.Effort.Progress.Clear();
        if (report.Value is null)
        {
            return (invocation.Unusable(report.Problems), null);
        }

        return (report.Value.Parted is null ? ExitStatus.Sound : ExitStatus.Violation, report.Value);
    }
}

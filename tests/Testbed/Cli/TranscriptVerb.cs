using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>transcript</c> was asked for.</summary>
internal sealed record TranscriptOptions(Seq<string> Files);

/// <summary>Recordings of real servers against the reader and the machines.</summary>
internal sealed class TranscriptVerb(ITranscriptReader reader, Invocation invocation)
{
    private readonly RecordingJudge _judge = new(reader, invocation);

    public ExitStatus Run(TranscriptOptions options) => invocation.Each(options.Files, Read);

    private ExitStatus Read(string file)
    {
        var (status, report) = _judge.Judge(file);
        if (report is not null)
        {
            invocation.Report.Heard(file, report);
        }

        return status;
    }
}

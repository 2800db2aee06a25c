using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>replay</c> was asked for.</summary>
/// <param name="Verify">Each in two processes, logs compared.</param>
internal sealed record ReplayOptions(Seq<string> Files, bool Verify);

/// <summary>Executes recorded traces again.</summary>
internal sealed class ReplayVerb(IReplayer replayer, Invocation invocation)
{
    private readonly TraceJudge _judge = new(replayer, invocation);

    public ExitStatus Run(ReplayOptions options) => invocation.Each(options.Files, file => Replay(file, options));

    private ExitStatus Replay(string file, ReplayOptions options)
    {
        var (status, trace, report) = _judge.Judge(file, options.Verify);
        if (trace is not null && report is not null)
        {
            invocation.Report.Replayed(file, trace, report);
        }

        return status;
    }
}

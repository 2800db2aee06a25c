using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Likeness;
using Xmpp.Federation.Testbed.Measuring;
using Xmpp.Federation.Testbed.Recordings;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Verifying;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The entry. Synchronous, because the copy that Coyote rewrites must start outside its scheduler.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // Three ways in which this program starts itself; nobody else has a use for them.
        switch (args)
        {
            case [CoyoteRun.Verb, var core]:
                CoyoteRun.Run(core);
                return 0;
            case [Replayer.LogVerb, var trace, var log]:
                Replayer.WriteLog(trace, log);
                return 0;
            case [SampleRun.Verb]:
                SampleRun.Run();
                return 0;
            default:
                EscapeDetector.IsAlone = true;
                var workers = new Workers(
                    new Explorer(), new Fuzzer(), new Simulator(), new Combinations(), new Replayer(), new TranscriptReader(),
                    new ProfileJudge(), new ScopeChecker(Pins.Known), new Verifier(), new Explainer(),
                    new Bench(), new Keeper());
                return (int)CommandLine.Run(args, Console.Out, Console.Error, workers);
        }
    }
}

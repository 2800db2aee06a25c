using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Input;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>One start of the testbed: what it may use, and where it tells what it found.</summary>
internal sealed record Invocation(Effort Effort, IReport Report, TextWriter Errors)
{
    /// <summary>Works on every input, whatever becomes of the others; the gravest status is that of all.</summary>
    public ExitStatus Each(IEnumerable<string> files, Func<string, ExitStatus> work)
    {
        var status = ExitStatus.Sound;
        foreach (var file in files)
        {
            status = status.Or(Guarded(file, work));
        }

        return status;
    }

    /// <summary>Says on one line why an input cannot be used.</summary>
    public ExitStatus Unusable(Seq<InputProblem> problems)
    {
        Say(InputProblem.Summary(problems));
        return ExitStatus.Unusable;
    }

    /// <summary>Writes one line for a person.</summary>
    public void Say(string line)
    {
        Effort.Progress.Clear();
        Errors.WriteLine(Printable.OneLine(line));
    }

    private ExitStatus Guarded(string file, Func<string, ExitStatus> work)
    {
        try
        {
            return work(file);
        }
        catch (Exception e)
        {
            Effort.Progress.Clear();
            OwnFailure.Tell(Errors, file, e);
            return ExitStatus.OwnFailure;
        }
    }
}

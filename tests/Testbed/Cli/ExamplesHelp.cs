using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Help that ends in examples: they are what is read first.</summary>
internal sealed class ExamplesHelp(
    HelpAction help,
    IReadOnlyDictionary<Command, string[]> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var status = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        return status;
    }
}

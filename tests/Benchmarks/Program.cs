using System.Globalization;
using Xmpp.Federation.Benchmarks.Checker;
using Xmpp.Federation.Benchmarks.Memory;
using Xmpp.Federation.Benchmarks.Negotiation;
using Xmpp.Federation.Benchmarks.Reader;
using Xmpp.Federation.Benchmarks.Report;
using Xmpp.Federation.Benchmarks.Roles;

namespace Xmpp.Federation.Benchmarks;

/// <summary>Measures what the negotiator costs, beside what it should.</summary>
internal static class Program
{
    private const string Usage =
        """
        Usage: negotiation | memory | reader | checker | all [--brief]
        Prints each figure beside its aim. With --brief just enough is done to show that it works; the figures mean nothing.
        """;

    // No matter where: the figures are compared with others, and go into a text in English.
    private static async Task<int> Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        switch (arguments)
        {
            case [Child.Command, var role, var folder]:
                return await Child.RunAsync(role, folder);
            case ["negotiation" or "memory" or "reader" or "checker" or "all", .. [] or ["--brief"]]:
                FigureTable.Print(await MeasureAsync(arguments[0], arguments.Length > 1));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string what, bool brief)
    {
        List<Figure> figures = [];
        if (what is "negotiation" or "all")
        {
            figures.AddRange(await NegotiationFigures.MeasureAsync(brief ? 10 : 200, brief ? 1 : 5, brief ? 2 : 400));
        }

        if (what is "memory" or "all")
        {
            figures.AddRange(await MemoryFigures.MeasureAsync(brief ? 60 : MemoryFigures.StreamsMax));
        }

        if (what is "reader" or "all")
        {
            figures.AddRange(ReaderFigures.Measure(brief ? 1 : 8));
        }

        if (what is "checker" or "all")
        {
            figures.AddRange(await CheckerFigures.MeasureAsync(brief ? 2 : 3, brief ? 2 : 3));
        }

        return figures;
    }
}

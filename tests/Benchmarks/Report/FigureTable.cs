using Spectre.Console;

namespace Xmpp.Federation.Benchmarks.Report;

/// <summary>Prints figures beside their aims.</summary>
internal static class FigureTable
{
    public static void Print(IEnumerable<Figure> figures)
    {
        var table = new Table().Border(TableBorder.Markdown);
        table.AddColumns("figure", "aim", "measured", "how");
        foreach (var figure in figures)
        {
            table.AddRow(new Text(figure.Name), new Text(figure.Aim), new Text(figure.Measured), new Text(figure.How));
        }

        // As wide as it is, whatever the terminal: the table goes into a text.
        AnsiConsole.Profile.Width = 400;
        AnsiConsole.Write(table);
    }
}

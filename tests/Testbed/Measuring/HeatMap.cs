using System.Globalization;
using System.Text;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>A grid of bugs as a picture: the darker, the longer it takes. It needs no library and no font of its own.</summary>
internal static class HeatMap
{
    private const int Left = 200;
    private const int Top = 112;
    private const int Width = 104;
    private const int Height = 18;
    private const int Margin = 16;
    private const double Quickest = 0.0001;

    // From light to dark, each step a fourth of the way on a logarithmic scale (after the "YlOrRd" of ColorBrewer).
    private static readonly (int Red, int Green, int Blue)[] Scale =
        [(255, 255, 204), (254, 217, 118), (253, 141, 60), (227, 26, 28), (128, 0, 38)];

    /// <param name="slowest">The processor time of the darkest, in seconds.</param>
    public static string Of(BugGrid grid, double slowest)
    {
        var (right, bottom) = (Left + (grid.Columns.Count * Width), Top + (grid.Bugs.Count * Height));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Math.Max(right, 560) + Margin} {bottom + Margin}"
             font-family="sans-serif" font-size="11">
            <title>Median processor time to the first violation, bug by strategy</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="{Margin}" y="24" font-size="14" font-weight="bold" fill="#222222">Median processor time to the first violation</text>

            """);
        Legend(svg, slowest);
        for (var x = 0; x < grid.Columns.Count; x++)
        {
            var (engine, strategy) = grid.Columns[x];
            var middle = Left + (x * Width) + (Width / 2);
            Text(svg, middle, Top - 20, Words.Of(engine), "#555555");
            Text(svg, middle, Top - 6, strategy, "#222222");
        }

        for (var y = 0; y < grid.Bugs.Count; y++)
        {
            var line = Top + (y * Height);
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 8}\" y=\"{line + 13}\" text-anchor=\"end\" fill=\"#222222\">{grid.Bugs[y]}</text>\n");
            for (var x = 0; x < grid.Columns.Count; x++)
            {
                var seconds = grid.At(grid.Bugs[y], grid.Columns[x]) is { } time
                    ? time.MedianCpuSeconds ?? double.PositiveInfinity
                    : (double?)null;
                Cell(svg, Left + (x * Width), line, Colour(seconds, slowest), grid.Text(grid.Bugs[y], grid.Columns[x]));
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg, double slowest)
    {
        var x = Margin;
        for (var seconds = Quickest; seconds < slowest * 1.01; seconds *= 10)
        {
            Cell(svg, x, 36, Colour(seconds, slowest), string.Create(CultureInfo.InvariantCulture, $"{seconds:0.####} s"), 64);
            x += 64;
        }

        Cell(svg, x, 36, Colour(double.PositiveInfinity, slowest), "not found", 80);
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Margin}\" y=\"70\" fill=\"#555555\">k/n: found in k of n runs; –: cannot be seen; empty: not measured</text>\n");
    }

    private static void Cell(StringBuilder svg, int x, int y, (int Red, int Green, int Blue) colour, string text, int width = Width)
    {
        svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{Height}\" stroke=\"#ffffff\" ");
        svg.Append(CultureInfo.InvariantCulture, $"fill=\"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}\"/>\n");
        // On dark colours light letters (relative weights of ITU-R BT.601).
        var light = (0.299 * colour.Red) + (0.587 * colour.Green) + (0.114 * colour.Blue) > 128;
        Text(svg, x + (width / 2), y + 13, text, light ? "#222222" : "#ffffff");
    }

    private static void Text(StringBuilder svg, int x, int y, string text, string colour) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" fill=\"{colour}\">{text}</text>\n");

    private static (int Red, int Green, int Blue) Colour(double? seconds, double slowest)
    {
        if (seconds is not { } known || double.IsPositiveInfinity(known))
        {
            return seconds is null ? (245, 245, 245) : (64, 64, 64);
        }

        var place = Math.Clamp(Math.Log(known / Quickest) / Math.Log(slowest / Quickest), 0, 1) * (Scale.Length - 1);
        var (from, to) = (Scale[(int)place], Scale[Math.Min((int)place + 1, Scale.Length - 1)]);
        return (Between(from.Red, to.Red), Between(from.Green, to.Green), Between(from.Blue, to.Blue));

        int Between(int one, int other) => (int)Math.Round(one + ((other - one) * (place - Math.Floor(place))));
    }
}

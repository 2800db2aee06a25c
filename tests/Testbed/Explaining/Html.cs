using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// HTML that is being written. Every text goes through <see cref="Escape"/>, wherever it came from: what a hostile peer has
/// said must be read, and never become a part of the page.
/// </summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    public static string Escape(string text) => Encoder.Encode(text);

    /// <summary>Html of our own, in which every hole is filled with text.</summary>
    public Html Add(FormattableString markup)
    {
        var holes = markup.GetArguments().Select(a => (object)Escape(Convert.ToString(a, CultureInfo.InvariantCulture) ?? ""));
        _html.Append(string.Format(CultureInfo.InvariantCulture, markup.Format, [.. holes])).Append('\n');
        return this;
    }

    /// <summary>Each item in its turn.</summary>
    public Html Each<T>(IEnumerable<T> items, Action<Html, T> add)
    {
        foreach (var item in items)
        {
            add(this, item);
        }

        return this;
    }

    public Html With(Action<Html> add)
    {
        add(this);
        return this;
    }

    public override string ToString() => _html.ToString();
}

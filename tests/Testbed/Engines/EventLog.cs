using System.Security.Cryptography;
using System.Text;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>Everything observable that happened, a line each. Two runs of one trace give the same bytes.</summary>
internal sealed class EventLog
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public string Text => string.Join('\n', _lines) + "\n";

    public void Add(string line) => _lines.Add(line.ReplaceLineEndings(" "));

    /// <summary>The lower-case hexadecimal SHA-256 of the log.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}

using System.Text;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>A short name for what a segment begins with, for the labels of a trace.</summary>
internal static class SegmentName
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 96)]);
        if (text.StartsWith("<?xml", StringComparison.Ordinal))
        {
            return "header";
        }

        if (text.StartsWith("</", StringComparison.Ordinal))
        {
            return "close";
        }

        var name = new string([.. text.Skip(1).TakeWhile(c => char.IsAsciiLetter(c) || c is ':' or '-')]);
        return text.StartsWith('<') && name.Length > 0 ? name : "bytes";
    }
}

namespace Xmpp.Federation.Testbed.Explaining;
internal static class HtmlPage { public static string Of(string file, Traces.Trace trace, Explanation e) => file + trace + e; }

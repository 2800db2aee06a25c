namespace Xmpp.Federation.Testbed.Explaining;
internal static class TextDiagram { public static IEnumerable<string> Of(Explanation e) => e.Slice.Select(h => $"{h.Number,4} {h.Words}"); }

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Chooses whether anybody looks at how far the work is.</summary>
internal static class ProgressLine
{
    /// <summary>A line on the terminal; silence in pipes, in CI and beside JSON.</summary>
    public static IProgressLine For(TextWriter errors, bool json)
    {
        var watched = ReferenceEquals(errors, Console.Error)
            && !Console.IsErrorRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        return watched && !json ? new TerminalLine(errors) : new Silence();
    }

    private sealed class Silence : IProgressLine
    {
        public void Show(string text)
        {
        }

        public void Clear()
        {
        }
    }

    private sealed class TerminalLine(TextWriter errors) : IProgressLine
    {
        private const string ToStartAndErase = "\r\u001b[K";
        private const int MillisecondsBetween = 100;

        private long _shown = -MillisecondsBetween;
        private bool _dirty;

        public void Show(string text)
        {
            var now = Environment.TickCount64;
            if (now - _shown < MillisecondsBetween)
            {
                return;
            }

            (_shown, _dirty) = (now, true);
            errors.Write(ToStartAndErase + text);
            errors.Flush();
        }

        public void Clear()
        {
            if (_dirty)
            {
                errors.Write(ToStartAndErase);
                errors.Flush();
                _dirty = false;
            }
        }
    }
}

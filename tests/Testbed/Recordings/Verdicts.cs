using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>Counts what became of the elements of one recording.</summary>
internal sealed class Verdicts
{
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private int _acted;

    /// <summary>The earliest place where recording and machine part, or null.</summary>
    public Parting? Parted { get; private set; }

    /// <summary>
    /// Understood is what was read, and acted on or refused by a named rule. Bytes in which the reader finds no
    /// legal stream are refused by a rule too; but where a real server sent them as a stream, it is the reader that
    /// is in doubt.
    /// </summary>
    public void Judge(int line, string standing, Heard what, Hearing hearing)
    {
        if (hearing.Refused is { } rule)
        {
            var name = Words.Of(rule);
            _refused[name] = _refused.GetValueOrDefault(name) + 1;
            if (rule == Rule.IllegalXml && what is Heard.Broken(var violation, var detail))
            {
                Part(line, $"not read: {Conditions.Hyphenated(violation.ToString())}: {detail}");
            }
        }
        else if (hearing.Swallowed)
        {
            Part(line, $"{standing} swallowed {what}");
        }
        else
        {
            _acted++;
        }
    }

    public void Part(int line, string why)
    {
        if (Parted is null || line < Parted.Line)
        {
            Parted = new(line, why);
        }
    }

    public TranscriptReport For(string server)
    {
        var refused = _refused.Select(r => new Refused(r.Key, r.Value)).ToSeq();
        return new(server, _acted + _refused.Values.Sum(), _acted, refused, Parted);
    }
}

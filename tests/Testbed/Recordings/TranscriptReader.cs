using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// Reads a recording of a real server. Every received byte goes to the production reader, every element to the
/// production machine in the state in which the recorded sends had left our side.
/// </summary>
internal sealed class TranscriptReader : ITranscriptReader
{
    // A recording shows what a server does, so that our own policy forbids nothing of it.
    private static readonly Policy Permissive = Policy.Default with
    {
        Tls = TlsPolicy.Optional,
        Dialback = DialbackPolicy.Always,
        StrictCertificates = false,
    };

    // Who we are in a recording in which our side says nothing that can be understood.
    private static readonly Domain Silent = Domain.Parse("ours.test");

    public Parsed<TranscriptReport> Read(Recording recording, Effort effort) =>
        RecordedLinesReader.Read(recording).Then<TranscriptReport>(lines => Judge(lines));

    private static TranscriptReport Judge(RecordedLines recorded)
    {
        var keys = new RecordedKeys();
        var domains = OurDomains(recorded);
        var context = new ServerContext { Domains = domains, Policy = Permissive, Keys = keys };
        var verdicts = new Verdicts();
        var conversations = new SortedDictionary<string, Conversation>(StringComparer.Ordinal);
        foreach (var line in recorded.Lines)
        {
            if (!conversations.TryGetValue(line.Connection, out var conversation))
            {
                IRecordedSide side = line.Connection == "out"
                    ? new RecordedInitiator(new(domains[0], recorded.Domain), Permissive, keys)
                    : new RecordedReceiver(context);
                conversations[line.Connection] = conversation = new(side, verdicts);
            }

            conversation.Take(line);
        }

        foreach (var conversation in conversations.Values)
        {
            conversation.End();
        }

        return verdicts.For(recorded.Server);
    }

    // The domains in whose name our side spoke, in the order in which it did.
    private static Seq<Domain> OurDomains(RecordedLines recorded)
    {
        var spoken = recorded.Lines
            .Where(l => l.Kind == LineKind.Send)
            .SelectMany(l => new OwnWords().Read(l.Bytes.Span))
            .Select(SpeakerOf)
            .OfType<Domain>()
            .Where(d => d != recorded.Domain)
            .Distinct()
            .ToSeq();
        return spoken.IsEmpty ? [Silent] : spoken;
    }

    private static Domain? SpeakerOf(Heard said) => said switch
    {
        Heard.Header(var header) => Address.TryGetDomain(header.From, out var from) ? from : null,
        Heard.ResultRequest request => request.Pair.Sender,
        Heard.ResultAnswer answer => answer.Pair.Target,
        Heard.VerifyAnswer answer => answer.Pair.Sender,
        _ => null,
    };
}

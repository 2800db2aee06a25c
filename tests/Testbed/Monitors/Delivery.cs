using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-36: the stanzas of a pair arrive in the order in which they were handed over.</summary>
internal sealed class FirstInFirstOut() : PropertyMonitor("INV-36")
{
    private readonly Dictionary<(DomainPair Pair, bool IsError, SimulatedConnection? Connection), int> _last = [];

    public override void OnDelivered(Delivered delivered)
    {
        // A simulated peer may well send on two connections at once: it is asked for order on each. So is who finds that a
        // connection has failed while what got out is under way, and goes on over another one (RFC 6120 10.1 item 1).
        var (pair, connection) = (delivered.Stanza.Pair, delivered.Page.Connection);
        var mayOverlap = connection.Initiator is not SimulatedSocket || connection.WriterTo(delivered.Server.Name).HasFailed;
        var line = (pair, Ledger.IsError(delivered.Stanza), mayOverlap ? connection : null);
        var number = Ledger.NumberOf(delivered.Stanza);
        if (_last.TryGetValue(line, out var last))
        {
            Require(number > last, () => $"stanza {number} of {pair} arrived behind stanza {last}");
        }

        _last[line] = number;
    }
}

/// <summary>
/// INV-37: every stanza has one fate; none is written twice, none that was returned is written at all, and what was
/// written arrives, unless its connection broke. Sent is what was delivered, returned or is unconfirmed.
/// </summary>
internal sealed class OneFateEach() : PropertyMonitor("INV-37")
{
    private readonly HashSet<(DomainPair Pair, string? Id, bool IsError)> _written = [];

    public override void OnWritten(Written written)
    {
        if (written.Meaning is Heard.Stanza(var stanza) && !_written.Add((stanza.Pair, stanza.Id, Ledger.IsError(stanza))))
        {
            Break($"{written.LinkName} carries stanza {stanza.Id} of {stanza.Pair}, which was written before");
        }
    }

    public override void OnEnd(Aftermath aftermath)
    {
        foreach (var entry in aftermath.Ledger.Entries)
        {
            var wasWritten = _written.Contains((entry.Pair, entry.Stanza.Id, entry.IsError));
            Require(
                entry.Fate is not StanzaFate.Returned || !wasWritten, () => $"{entry} was returned, though it had been written");
            Require(entry.Fate is not StanzaFate.Written || wasWritten, () => $"{entry} was never written, though it is said to be");
            Require(entry.Deliveries <= 1, () => $"{entry} was delivered {entry.Deliveries} times");
            switch (entry.Fate)
            {
                case StanzaFate.Returned:
                    Require(entry.Deliveries == 0, () => $"{entry} was returned, and delivered too");
                    break;
                case StanzaFate.Written:
                    Require(
                        entry.Deliveries == 1 || aftermath.Ledger.MayLose(entry),
                        () => $"{entry} was written, but never arrived, though no fault struck");
                    break;
                case StanzaFate.Unconfirmed:
                    Require(aftermath.Ledger.MayLose(entry), () => $"{entry} is unconfirmed, though no fault struck");
                    break;
            }
        }
    }
}

/// <summary>LIV-1: every stanza that was handed over has a fate in the end.</summary>
internal sealed class EveryStanzaHasAFate() : PropertyMonitor("LIV-1")
{
    public override void OnEnd(Aftermath aftermath)
    {
        foreach (var entry in aftermath.Ledger.Entries)
        {
            Require(entry.Fate is not null || entry.HasPerished, () => $"{entry} still waits, and nothing can happen any more");
        }
    }
}

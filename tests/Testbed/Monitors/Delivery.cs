namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-36: the stanzas of a pair arrive in the order in which they were handed over.</summary>
internal sealed class FirstInFirstOut() : PropertyMonitor("INV-36")
{
    private readonly Dictionary<DomainPair, int> _last = [];

    public override void OnDelivered(Delivered delivered)
    {
        var pair = delivered.Stanza.Pair;
        var number = Ledger.NumberOf(delivered.Stanza);
        if (_last.TryGetValue(pair, out var last))
        {
            Require(number > last, () => $"stanza {number} of {pair} arrived behind stanza {last}");
        }

        _last[pair] = number;
    }
}

/// <summary>INV-37: every stanza has one fate; what was written arrives, unless its connection broke.</summary>
internal sealed class OneFateEach() : PropertyMonitor("INV-37")
{
    public override void OnEnd(Aftermath aftermath)
    {
        foreach (var entry in aftermath.Ledger.Entries)
        {
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
            Require(entry.Fate is not null, () => $"{entry} still waits, and nothing can happen any more");
        }
    }
}

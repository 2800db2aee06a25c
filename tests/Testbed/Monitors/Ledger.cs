using System.Globalization;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>Every stanza of an execution, from the hand that gave it to the hand that took it.</summary>
internal sealed class Ledger
{
    private readonly List<LedgerEntry> _entries = [];
    private readonly Dictionary<DomainPair, int> _submitted = [];
    private readonly HashSet<(DomainPair Pair, SimulatedConnection Connection, bool Backward)> _carriers = [];

    public IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Whether a sender has yet to hear of a fate that is decided.</summary>
    public bool HasNews
    {
        get
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                if (_entries[i] is { Fate: null, HasPerished: false, Sent.IsCompleted: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Writes the next stanza of a pair, which can be told from every other, and enters it.</summary>
    public LedgerEntry Submit(DomainPair pair)
    {
        var number = _submitted[pair] = _submitted.GetValueOrDefault(pair) + 1;
        return Enter(StanzaOf(pair, number));
    }

    /// <summary>The stanza of that number among those of a pair.</summary>
    public static Stanza StanzaOf(DomainPair pair, int number)
    {
        var element = new Element(Namespaces.Server, "message")
            .With("from", pair.Sender.Name).With("to", pair.Target.Name)
            .With("id", number.ToString(CultureInfo.InvariantCulture));
        return Stanza.TryCreate(element, out var stanza, out var wrong)
            ? stanza!
            : throw new InvalidOperationException(wrong);
    }

    /// <summary>Enters a stanza that somebody has written: an error has the number of what it answers.</summary>
    public LedgerEntry Enter(Stanza stanza)
    {
        var entry = new LedgerEntry(stanza);
        _entries.Add(entry);
        return entry;
    }

    public void Deliver(Stanza stanza)
    {
        foreach (var entry in _entries)
        {
            if (entry.Pair == stanza.Pair && entry.Number == NumberOf(stanza) && entry.IsError == IsError(stanza))
            {
                entry.Deliveries++;
            }
        }
    }

    /// <summary>A stanza of this pair was given to this connection's writer.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="backward">Whether by the side that has accepted it (XEP-0288).</param>
    public void NoteCarrier(DomainPair pair, SimulatedConnection connection, bool backward) =>
        _carriers.Add((pair, connection, backward));

    /// <summary>Timers have fired early, so that a connection may have been given up for no reason of its own.</summary>
    public bool TimersFiredEarly { get; set; }

    /// <summary>
    /// Whether a connection that carried stanzas of the entry's pair was struck by a fault, or led to a simulated
    /// peer, which may stop to listen whenever it likes.
    /// </summary>
    public bool MayLose(LedgerEntry entry) => _carriers.Any(c => c.Pair == entry.Pair
        && (c.Connection.StruckByFault
            // Its initiator may give it up while what the receiver already sends is under way.
            || (TimersFiredEarly && (c.Connection.Broken || c.Backward))
            || c.Connection.Receiver is not SimulatedSocket));

    public static int NumberOf(Stanza stanza) => int.Parse(stanza.Id!, CultureInfo.InvariantCulture);

    public static bool IsError(Stanza stanza) => stanza.Type == "error";
}

/// <summary>One stanza and what became of it.</summary>
internal sealed class LedgerEntry(Stanza stanza)
{
    public DomainPair Pair => Stanza.Pair;

    public int Number { get; } = Ledger.NumberOf(stanza);

    /// <summary>Whether it answers another one.</summary>
    public bool IsError { get; } = Ledger.IsError(stanza);

    public Stanza Stanza { get; } = stanza;

    /// <summary>What the sender was told; null while it waits.</summary>
    public StanzaFate? Fate { get; set; }

    /// <summary>Ends when the sender is told.</summary>
    public Task? Sent { get; set; }

    /// <summary>Whether its sender was lost before it could be told.</summary>
    public bool HasPerished { get; set; }

    public int Deliveries { get; set; }

    public override string ToString() => $"{(IsError ? "error" : "stanza")} {Number} of {Pair}";
}

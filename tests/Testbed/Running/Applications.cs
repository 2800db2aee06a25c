using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The applications behind the negotiators of a world: what they hand over, when, and what becomes of it.</summary>
internal sealed class Applications(Execution execution)
{
    private readonly SortedDictionary<DomainPair, Talk> _talks = [];
    private int _talking;

    /// <summary>Whether nobody is about to hand something over.</summary>
    public bool AreSilent => _talking == 0;

    public void Start()
    {
        for (var i = 0; i < execution.World.Send.Count; i++)
        {
            var (number, sending) = (i + 1, execution.World.Send[i]);
            if (sending.After == 0)
            {
                Begin(number, sending);
            }
            else
            {
                execution.Clock.Call(
                    $"{sending.Pair} application/{number}", TimeSpan.FromSeconds(sending.After), () => Begin(number, sending));
            }
        }
    }

    /// <summary>A server answers of its own accord.</summary>
    public void Answer(NegotiatorServer server, Stanza stanza) => _ = FollowAsync(server, execution.Ledger.Enter(stanza));

    // One after the other for a pair: only the calls of one speaker have an order (RFC 6120 10.1).
    private void Begin(int number, Sending sending)
    {
        if (!_talks.TryGetValue(sending.Pair, out var talk))
        {
            _talks.Add(sending.Pair, talk = new Talk(sending.Pair));
        }

        talk.Waiting += sending.Stanzas;
        if (!talk.IsUnderWay)
        {
            talk.IsUnderWay = true;
            _talking++;
            execution.ServerOf(sending.From).Tasks.Start($"application/{number}", () => HandOverAsync(talk));
        }
    }

    // Anything may happen between two stanzas. Who is lost hands nothing over.
    private async Task HandOverAsync(Talk talk)
    {
        var followed = new List<Task>(talk.Waiting);
        for (; talk.Waiting > 0; talk.Waiting--)
        {
            if (execution.ServerOf(talk.Pair.Sender) is { Life.IsOver: false } server)
            {
                followed.Add(FollowAsync(server, execution.Ledger.Submit(talk.Pair)));
            }

            await Task.Yield();
        }

        talk.IsUnderWay = false;
        _talking--;
        foreach (var one in followed)
        {
            await one;
        }
    }

    private async Task FollowAsync(NegotiatorServer server, LedgerEntry entry)
    {
        try
        {
            var sent = server.SendAsync(entry.Stanza);
            entry.Sent = sent;
            var fate = await sent;
            execution.Engine.Log(() => $"{server.Name} {entry}: {EventText.Of(fate)}");
            entry.Fate = fate;
        }
        catch (InvalidOperationException)
        {
            if (!server.Life.IsOver)
            {
                throw;
            }

            // Nobody is left who could be told.
            entry.HasPerished = true;
        }
    }

    /// <summary>What is being said for one pair.</summary>
    private sealed class Talk(DomainPair pair)
    {
        public DomainPair Pair { get; } = pair;

        public int Waiting { get; set; }

        public bool IsUnderWay { get; set; }
    }
}

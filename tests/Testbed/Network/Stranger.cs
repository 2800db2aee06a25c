using System.Text;
using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// Somebody who does what a trace says, and nothing else: he opens connections, can be dialled, reads whatever comes, shows
/// the certificate of the world's simulated peer, and says any bytes, on connections of his own and in the name of others.
/// </summary>
/// <remarks>
/// His acts are <c>attacker connects to HOST and says XML</c>, <c>attacker connects to HOST by direct TLS</c> and
/// <c>attacker says XML on LINK</c>, the link being that of the end in whose name he speaks.
/// </remarks>
internal sealed partial class Stranger
{
    private readonly SimulatedNetwork _network;
    private readonly Seq<string> _acts;
    private int _done;

    public Stranger(SimulatedNetwork network, Seq<string> acts)
    {
        (_network, _acts) = (network, acts);
        network.Listen(Name, new Listener(MakeEnd, (_, _) => { }));
    }

    /// <summary>Who he is in a world that knows nothing of him.</summary>
    public static ServerDefinition Anonymous { get; } = new(Domain.Parse("attacker")) { Certificate = CertificateState.Missing };

    public string Name => _network.Outsider.Name.Name;

    /// <summary>What he does in a trace.</summary>
    public static Seq<string> ActsIn(IEnumerable<TraceStep> steps) =>
        steps.Where(s => s.Kind == StepKind.Env && IsAct(s.Label)).Select(s => s.Label).ToSeq();

    public static bool IsAct(string label) => label.StartsWith("attacker ", StringComparison.Ordinal);

    /// <summary>What he says in one of his acts, as he says it; null where he says nothing.</summary>
    public static string? WordsIn(string label) => new[] { Connecting(), Saying() }.Select(r => r.Match(label).Groups["words"])
        .FirstOrDefault(g => g.Success)?.Value;

    public ConnectionEnd MakeEnd() => new StrangersEnd(Name);

    /// <summary>Adds his next act, if it is possible now.</summary>
    public void Collect(List<WorldEvent> acts)
    {
        if (_done < _acts.Count && ActOf(_acts[_done]) is { } act)
        {
            var label = _acts[_done];
            acts.Add(new WorldEvent(() => label, null, () =>
            {
                _done++;
                act();
            }));
        }
    }

    [GeneratedRegex("^attacker connects to (?<host>[^ ]+) (by direct TLS|and says (?<words>.+))$", RegexOptions.CultureInvariant)]
    private static partial Regex Connecting();

    [GeneratedRegex("^attacker says (?<words>.+) on (?<link>[^ ]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Saying();

    private Action? ActOf(string label)
    {
        if (Connecting().Match(label) is { Success: true } connecting)
        {
            var words = connecting.Groups["words"];
            return () => Connect(connecting.Groups["host"].Value, words.Success ? words.Value : null);
        }

        return Saying().Match(label) is { Success: true } saying && EndNamed(saying.Groups["link"].Value) is { } end
            ? () => Say(end, saying.Groups["words"].Value)
            : null;
    }

    private void Connect(string host, string? words)
    {
        var target = Zone.ListenerOf(Domain.Parse(host)) with { DirectTls = words is null };
        if (_network.Admit(this, target) is { } connection && words is not null)
        {
            Say(connection.Initiator, words);
        }
    }

    private static void Say(ConnectionEnd end, string words)
    {
        var bytes = Encoding.UTF8.GetBytes(words);
        if (end is StrangersEnd)
        {
            end.Connection.Carry(end, bytes);
        }
        else
        {
            end.Connection.Inject(end, bytes);
        }
    }

    private ConnectionEnd? EndNamed(string link) => _network.Connections.Where(c => !c.Broken)
        .SelectMany(c => new[] { c.Initiator, c.Receiver }).FirstOrDefault(e => e.LinkName == link && !e.IsClosed);

    /// <summary>His end of a connection: he is always ready for TLS, and goes when the other side does.</summary>
    private sealed class StrangersEnd : ConnectionEnd
    {
        public StrangersEnd(string server) => (Server, AwaitsTls) = (server, true);

        public override string Server { get; }

        public override void Arrive(ReadOnlyMemory<byte> bytes)
        {
        }

        public override void ArriveEnd()
        {
            if (!IsClosed)
            {
                IsClosed = true;
                Connection.Finish(this);
            }
        }

        public override void Break(string how) => IsClosed = true;

        public override void CompleteTls(TlsResult result) => AwaitsTls = false;
    }
}

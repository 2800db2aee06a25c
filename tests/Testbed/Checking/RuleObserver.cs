using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.World;
using Rule = Xmpp.Federation.Model.Protocol.Rule;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Refinement, checked whole: along every path each server is followed in the model, and what it says must be allowed there.
/// Each invariant that has rules is a property of its own.
/// </summary>
internal sealed class RuleObserver : IStepObserver
{
    private static readonly string[] Invariants =
        [.. Rules.All.Concat(StanzaRules.OnDelivering).Select(r => r.Property).Distinct().OrderBy(NumberIn)];

    private static readonly Dictionary<Rule, int> Numbers = Rules.All.Concat(StanzaRules.OnDelivering).Distinct()
        .ToDictionary(r => r, r => CoreProperties.Count + Array.IndexOf(Invariants, r.Property));

    private readonly Coverage? _coverage;
    private readonly Symbolic _symbols;
    private readonly Server[] _beginnings;

    /// <param name="servers">The servers of the world.</param>
    /// <param name="coverage">Where is noted what they did; null where nobody wants to know.</param>
    public RuleObserver(IReadOnlyList<ServerDefinition> servers, Coverage? coverage = null)
    {
        _coverage = coverage;
        _symbols = new Symbolic(servers);
        _beginnings = [.. servers.Select((s, i) => new Server(_symbols.FactsOf(
            (ushort)i, s.Serves, s.Certificate != CertificateState.Missing, s.PolicyTowards)))];
    }

    public IReadOnlyList<PropertyOf<CoreState>> Properties { get; } =
    [
        .. Invariants.Select(i => new PropertyOf<CoreState>.Always(
            $"{i} rules", Model.Protocol.Properties.Named(i).Statement)),
    ];

    public object Begin(int server) => _beginnings[server];

    public object See(object before, in ServerStep step, ref Verdicts verdicts)
    {
        var witnessed = default(Verdicts);
        var conformance = new Conformance(_symbols, new Follower
        {
            Judged = rule =>
            {
                witnessed.Witness(Numbers[rule]);
                _coverage?.Add(rule);
            },
            Seen = _coverage is null ? null : _coverage.Add,
        });
        var (after, departure) = conformance.Follow((Server)before, step.Before, step.Input, step.Outputs);
        for (var i = 0; i < Invariants.Length; i++)
        {
            if ((witnessed.Witnessed >> (CoreProperties.Count + i) & 1) != 0)
            {
                verdicts.Witness(CoreProperties.Count + i);
            }
        }

        if (departure is not null)
        {
            verdicts.Violate(Numbers[departure.Rule]);
        }

        return after;
    }

    public object Renamed(object seen, Names names)
    {
        var server = (Server)seen;
        return server with
        {
            Seats = new Row<Seat>([.. server.Seats.Select(s => new Seat(Of(s.Link, names), s.End with
            {
                Id = Of(s.End.Id, names), Replaced = Of(s.End.Replaced, names),
            })).OrderBy(s => s.Link)]),
            Claims = server.Claims.Select(
                c => c with { Link = Of(c.Link, names), Id = Of(c.Id, names), Key = Of(c.Key, names) }),
            Questions = Of(server.Questions, names),
            Inquiries = Of(server.Inquiries, names),
        };
    }

    private static Row<Question> Of(Row<Question> questions, Names names) => questions.Select(
        q => q with { Link = Of(q.Link, names), Id = Of(q.Id, names), Key = Of(q.Key, names) });

    private static ushort Of(ushort link, Names names) =>
        link == 0 ? link : Symbolic.LinkOf(names.Of(Symbolic.ConnectionOf(link)));

    private static Id Of(Id id, Names names) => Symbolic.IsOfAStream(id) ? Symbolic.IdOf(names.Of(Symbolic.StreamOf(id))) : id;

    private static Key Of(Key key, Names names) => key.Maker == Key.NoMaker ? key : key with { Id = Of(key.Id, names) };

    private static int NumberIn(string invariant) =>
        int.Parse(invariant.AsSpan(invariant.IndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
}

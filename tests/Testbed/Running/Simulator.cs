using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Executes one world under many schedules and counts what its pairs come to.</summary>
internal sealed class Simulator : ISimulator
{
    public SimulateReport Simulate(WorldDefinition world, int schedules, Effort effort)
    {
        var rows = new SortedDictionary<(DomainPair Pair, string Row), PairCount>();
        var violations = new SortedDictionary<string, Violation>(StringComparer.Ordinal);
        var done = 0;
        var before = EscapeDetector.Now();
        while (done < schedules && !(done > 0 && effort.Deadline.Passed))
        {
            var (execution, _) = CooperativeRun.Execute(world, new RandomStrategy(Chance.SeedOf(effort.Seed, done)), null);
            Count(execution, rows);
            if (execution.Breach is { Property: var property, Detail: var detail })
            {
                violations.TryAdd(property.Id, new Violation(property.Id, property.Clause, null, detail));
            }

            effort.Progress.Show($"{++done} schedules");
        }

        EscapeDetector.RequireNone(before);
        var outcomes = rows.Values.GroupBy(r => r.Pair, r => r.Outcome).Select(g => g.ToArray());
        if (OutcomeRule.IsBrokenBy(world, outcomes))
        {
            var outcome = Properties.Named("OUTCOME");
            violations.TryAdd(outcome.Id, new Violation(outcome.Id, outcome.Clause, null));
        }

        return new SimulateReport(
            done, done >= schedules, rows.Values.Select(r => r.ToReport()).ToSeq(), violations.Values.ToSeq());
    }

    private static void Count(Execution execution, SortedDictionary<(DomainPair Pair, string Row), PairCount> rows)
    {
        foreach (var pair in execution.World.Send.Select(s => s.Pair).Distinct())
        {
            var outcome = Outcomes.Of(execution, pair);
            if (!rows.TryGetValue((pair, outcome.ToString()), out var row))
            {
                rows.Add((pair, outcome.ToString()), row = new PairCount(pair, outcome));
            }

            row.Add(execution);
        }
    }

    /// <summary>One way in which a pair ended, counted over the schedules.</summary>
    private sealed class PairCount(DomainPair pair, PairOutcome outcome)
    {
        private readonly SortedSet<string> _reasons = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _remedies = new(StringComparer.Ordinal);
        private int _schedules;
        private int _delivered;
        private int _bounced;
        private int _unconfirmed;

        public DomainPair Pair { get; } = pair;

        public PairOutcome Outcome { get; } = outcome;

        public void Add(Execution execution)
        {
            _schedules++;
            _reasons.UnionWith(Outcomes.ReasonsOf(execution, Pair));
            _remedies.UnionWith(Outcomes.RemediesOf(execution, Pair));
            foreach (var entry in execution.Ledger.Entries.Where(e => e.Pair == Pair))
            {
                switch (entry.Fate)
                {
                    case StanzaFate.Returned:
                        _bounced++;
                        break;
                    // Written to a connection that then broke: nobody can promise that it arrived.
                    case StanzaFate.Written when entry.Deliveries > 0:
                        _delivered++;
                        break;
                    default:
                        _unconfirmed++;
                        break;
                }
            }
        }

        public PairReport ToReport() => new()
        {
            Pair = Pair,
            Outcome = Outcome.Outcome,
            Tls = Outcome.Tls,
            Bidi = Outcome.Bidi,
            ReceiverOutcome = Outcome.ReceiverOutcome,
            Schedules = _schedules,
            Delivered = _delivered,
            Bounced = _bounced,
            Unconfirmed = _unconfirmed,
            Reasons = _reasons.ToSeq(),
            Remedies = _remedies.ToSeq(),
        };
    }
}

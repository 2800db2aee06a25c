using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// Looks on at a negotiator that runs for real: each of its steps is followed in the model. What is not allowed is kept, and
/// nothing is changed by it.
/// </summary>
internal sealed class Onlooker
{
    private readonly Lock _lock = new();
    private readonly Symbols _symbols;
    private (Conformance Conformance, Server Model)? _followed;
    private int _utterances;

    /// <param name="known">The domains that it is going to meet, as far as they are known: a certificate is judged for these.</param>
    public Onlooker(IEnumerable<Domain> known) => _symbols = new Symbols(known);

    /// <summary>The first thing that it said and was not allowed to; null if everything was.</summary>
    public Departure? Departure { get; private set; }

    /// <summary>How many things it said that were judged.</summary>
    public int Utterances => Volatile.Read(ref _utterances);

    /// <summary>Tells it of a domain that is going to be met.</summary>
    public void Know(Domain domain)
    {
        lock (_lock)
        {
            _symbols.Of(domain);
        }
    }

    /// <summary>The same step, looked on at.</summary>
    public StepFunction Over(StepFunction step) => (context, state, input) =>
    {
        var after = step(context, state, input);
        lock (_lock)
        {
            Follow(context, state, input, after);
        }

        return after;
    };

    private void Follow(ServerContext context, FederationState before, Input input, Transition after)
    {
        if (Departure is not null)
        {
            return;
        }

        var (conformance, model) = _followed ??= Begin(context);
        (model, Departure) = conformance.Follow(model, before, input, after.Outputs);
        _followed = (conformance, model);
    }

    private (Conformance Conformance, Server Model) Begin(ServerContext context)
    {
        var symbols = _symbols.Introduce(context.Keys);
        var follower = new Follower
        {
            Seen = (conduct, _) => _utterances += conduct.Said ? 1 : 0,
        };
        var facts = symbols.FactsOf(_symbols.LastServer, context.Domains, context.HasCertificate, d => context.For(d));
        return (new Conformance(symbols, follower), new Server(facts));
    }
}

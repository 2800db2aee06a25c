using System.Text;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// RULES: whatever a server says is allowed by the model, given what it has said and heard. The model is a second opinion:
/// it speaks last, where no monitor has found anything, and in the name of the invariant that its rule belongs to.
/// </summary>
internal sealed class WhatIsSaidIsAllowed : PropertyMonitor
{
    private readonly Symbols _symbols;
    private readonly Dictionary<NegotiatorServer, (Conformance Conformance, Server Model)> _servers = [];
    private string? _who;
    private Departure? _departure;

    /// <summary>Where is noted what the servers did; null where nobody wants to know.</summary>
    public Coverage? Coverage { get; set; }

    public WhatIsSaidIsAllowed(IEnumerable<Domain> known)
        : base("RULES") => _symbols = new Symbols(known);

    public override void OnStep(Stepped stepped)
    {
        if (_departure is not null)
        {
            return;
        }

        Exercise();
        var (conformance, model) = _servers.TryGetValue(stepped.Server, out var found) ? found : Begin(stepped.Server);
        (model, _departure) = conformance.Follow(model, stepped.Before, stepped.Input, stepped.After.Outputs);
        _servers[stepped.Server] = (conformance, model);
        _who = stepped.Server.Name;
    }

    public override void OnEnd(Aftermath aftermath)
    {
        if (_departure is { } departure)
        {
            Report(new Breach(Properties.Named(departure.Rule.Property), $"{_who} {departure}") { Rule = departure.Rule });
        }
    }

    private (Conformance Conformance, Server Model) Begin(NegotiatorServer server)
    {
        var definition = server.Definition;
        var symbols = _symbols.Introduce(new HmacDialbackKeys(Encoding.UTF8.GetBytes(NegotiatorServer.SecretOf(server.Life.Name))));
        var facts = symbols.FactsOf(
            _symbols.LastServer, definition.Serves, definition.Certificate != CertificateState.Missing, definition.PolicyTowards);
        var follower = new Follower { Judged = Coverage is null ? null : Coverage.Add, Seen = Coverage is null ? null : Coverage.Add };
        return (new Conformance(symbols, follower), new Server(facts));
    }
}

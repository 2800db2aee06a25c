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
    private readonly Symbols _symbols = new();
    private readonly Dictionary<NegotiatorServer, Conformance> _servers = [];
    private string? _who;
    private Departure? _departure;

    public WhatIsSaidIsAllowed(IEnumerable<Domain> known)
        : base("RULES") => Array.ForEach(known.ToArray(), d => _symbols.Of(d));

    public override void OnStep(Stepped stepped)
    {
        if (_departure is not null)
        {
            return;
        }

        Exercise();
        _departure = Of(stepped.Server).Follow(stepped.Input, stepped.After.Outputs);
        _who = stepped.Server.Name;
    }

    public override void OnEnd(Aftermath aftermath)
    {
        if (_departure is { } departure)
        {
            Report(new Breach(Properties.Named(departure.Rule.Property), $"{_who} {departure}"));
        }
    }

    private Conformance Of(NegotiatorServer server)
    {
        if (!_servers.TryGetValue(server, out var conformance))
        {
            var definition = server.Definition;
            conformance = new Conformance(
                _symbols, definition.Serves, definition.Certificate != CertificateState.Missing, definition.PolicyTowards,
                new HmacDialbackKeys(Encoding.UTF8.GetBytes(NegotiatorServer.SecretOf(server.Life.Name))));
            _servers.Add(server, conformance);
        }

        return conformance;
    }
}

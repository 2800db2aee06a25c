using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>RULES: whatever a server says is allowed by the model, given what it has said and heard.</summary>
internal sealed class WhatIsSaidIsAllowed : PropertyMonitor
{
    private readonly Symbols _symbols = new();
    private readonly Dictionary<NegotiatorServer, Conformance> _servers = [];

    public WhatIsSaidIsAllowed(IEnumerable<Domain> known)
        : base("RULES") => Array.ForEach(known.ToArray(), d => _symbols.Of(d));

    public override void OnStep(Stepped stepped)
    {
        if (!_servers.TryGetValue(stepped.Server, out var conformance))
        {
            var definition = stepped.Server.Definition;
            conformance = new Conformance(
                _symbols, definition.Serves, definition.Certificate != World.CertificateState.Missing, definition.PolicyTowards,
                new HmacDialbackKeys(System.Text.Encoding.UTF8.GetBytes(NegotiatorServer.SecretOf(stepped.Server.Life.Name))));
            _servers.Add(stepped.Server, conformance);
        }

        Exercise();
        if (conformance.Follow(stepped.Input, stepped.After.Outputs) is { } departure)
        {
            Break($"{stepped.Server.Name} {departure}");
        }
    }
}

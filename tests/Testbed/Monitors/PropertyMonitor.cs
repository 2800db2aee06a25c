using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// Watches an execution for one property and counts how often the property's case came up: a property that was
/// never exercised was never tested.
/// </summary>
internal abstract class PropertyMonitor(Property property)
{
    /// <param name="property">What is watched, by its name in <see cref="Properties"/>.</param>
    protected PropertyMonitor(string property)
        : this(Properties.Named(property))
    {
    }

    /// <summary>What is watched.</summary>
    public Property Property { get; } = property;

    /// <summary>How often its case came up.</summary>
    public int Exercised { get; private set; }

    /// <summary>Told of the first violation.</summary>
    public required Action<Breach> Report { get; init; }

    /// <summary>A negotiator has written something; the page does not hold it yet.</summary>
    public virtual void OnWritten(Written written)
    {
    }

    /// <summary>A negotiator has made a step.</summary>
    public virtual void OnStep(Stepped stepped)
    {
    }

    /// <summary>An application was handed a stanza.</summary>
    public virtual void OnDelivered(Delivered delivered)
    {
    }

    /// <summary>The execution is over.</summary>
    public virtual void OnEnd(Aftermath aftermath)
    {
    }

    protected void Exercise() => Exercised++;

    /// <summary>The property does not hold.</summary>
    protected void Break(string detail) => Report(new Breach(Property, detail));

    /// <summary>The property holds only if <paramref name="holds"/>; either way its case came up.</summary>
    protected void Require(bool holds, Func<string> otherwise)
    {
        Exercised++;
        if (!holds)
        {
            Break(otherwise());
        }
    }
}

/// <summary>A property that did not hold, and how.</summary>
internal sealed record Breach(Property Property, string Detail)
{
    /// <summary>The rule of the model that forbids it, where that is what was asked.</summary>
    public Rule? Rule { get; init; }

    public override string ToString() => $"{Property.Id}: {Detail}";
}

/// <summary>A stanza that an application was handed.</summary>
internal readonly record struct Delivered(NegotiatorServer Server, Verified Proof, Stanza Stanza, Page Page)
{
    /// <summary>Whether the other side of the connection has dialled it: it then has written the stanza as initiator.</summary>
    public bool FromInitiator => Page.Connection.To == Server.Name;
}

/// <summary>What is left when nothing can happen any more.</summary>
internal sealed record Aftermath(
    IReadOnlyList<NegotiatorServer> Servers, SimulatedNetwork Network, SimulatedClock Clock, Ledger Ledger, bool OutOfSteps);

using System.Net;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>Who opens sessions.</summary>
internal interface IInitiator
{
    /// <summary>What may be done before anybody measures.</summary>
    /// <param name="sessions">How many sessions follow.</param>
    Task PrepareAsync(int sessions);

    /// <summary>
    /// One session from the TCP connect to both ends closed; a stanza, or as many bytes where there is no XMPP, goes over it.
    /// </summary>
    Task SessionAsync(int number, IPEndPoint receiver);

    /// <summary>A session up to the stanza, which stays open.</summary>
    Task HoldAsync(int number, IPEndPoint receiver);
}

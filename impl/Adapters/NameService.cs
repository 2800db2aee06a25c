using System.Net;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Adapters;

/// <summary>The two questions that federation asks of DNS. Failures are answers, never exceptions.</summary>
internal interface INameService
{
    /// <summary>The SRV records of a name such as <c>_xmpp-server._tcp.a.example</c>.</summary>
    Task<SrvAnswer> ServicesAsync(string name);

    /// <summary>The addresses of a host, IPv6 and IPv4.</summary>
    Task<AddressAnswer> AddressesAsync(string host, CancellationToken unwanted);
}

/// <summary>One SRV record (RFC 2782).</summary>
/// <param name="Priority">Lower ones are tried first.</param>
/// <param name="Weight">The chance among records of one priority.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Host">The target without its final dot; empty for the target <c>.</c>.</param>
internal sealed record SrvRecord(int Priority, int Weight, int Port, string Host)
{
    /// <summary>RFC 2782: a target of <c>.</c> means that "the service is decidedly not available".</summary>
    public bool IsRefusal => Host.Length == 0;
}

/// <summary>What DNS says to a question for SRV records.</summary>
internal abstract record SrvAnswer
{
    private SrvAnswer()
    {
    }

    public sealed record Found(Seq<SrvRecord> Records) : SrvAnswer;

    /// <summary>There are no such records.</summary>
    public sealed record None : SrvAnswer;

    /// <summary>The question got no answer.</summary>
    public sealed record Failed(string Detail) : SrvAnswer;
}

/// <summary>What DNS says to a question for addresses.</summary>
internal abstract record AddressAnswer
{
    private AddressAnswer()
    {
    }

    public sealed record Found(Seq<IPAddress> Addresses) : AddressAnswer;

    public sealed record None : AddressAnswer;

    public sealed record Failed(string Detail) : AddressAnswer;
}

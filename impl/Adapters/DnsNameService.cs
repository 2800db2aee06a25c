using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// Asks DNS. SRV records come from name servers; addresses from the system, whose <c>hosts</c> file counts,
/// unless name servers are configured.
/// </summary>
internal sealed class DnsNameService : INameService
{
    private readonly LookupClient _client;
    private readonly bool _systemAddresses;

    /// <param name="nameServers">The name servers to ask; none for those of the system.</param>
    public DnsNameService(IReadOnlyList<IPEndPoint> nameServers)
    {
        _systemAddresses = nameServers.Count == 0;
        var options = _systemAddresses ? new LookupClientOptions() : new LookupClientOptions([.. nameServers]);
        options.Timeout = TimeSpan.FromSeconds(3);
        options.Retries = 2;
        options.ThrowDnsErrors = false;
        // Its cache has no limit, and strangers say what is asked for; name servers have one of their own.
        options.UseCache = false;
        _client = new LookupClient(options);
    }

    public async Task<SrvAnswer> ServicesAsync(string name)
    {
        var (response, failure) = await AskAsync(name, QueryType.SRV, CancellationToken.None);
        if (response is null)
        {
            return new SrvAnswer.Failed(failure);
        }

        var records = response.Answers.OfType<DnsClient.Protocol.SrvRecord>().Select(ToRecord).ToSeq();
        return records.IsEmpty ? new SrvAnswer.None() : new SrvAnswer.Found(records);
    }

    public async Task<AddressAnswer> AddressesAsync(string host, CancellationToken unwanted)
    {
        if (_systemAddresses)
        {
            return await SystemAddressesAsync(host, unwanted);
        }

        var six = AskAsync(host, QueryType.AAAA, unwanted);
        var four = AskAsync(host, QueryType.A, unwanted);
        (IDnsQueryResponse? Response, string Failure)[] answers = [await six, await four];
        var addresses = answers.SelectMany(a => a.Response?.Answers ?? [])
            .OfType<AddressRecord>().Select(a => a.Address).ToSeq();
        var failure = Array.Find(answers, a => a.Response is null).Failure;
        return !addresses.IsEmpty ? new AddressAnswer.Found(addresses)
            : failure is not null ? new AddressAnswer.Failed(failure)
            : new AddressAnswer.None();
    }

    private static SrvRecord ToRecord(DnsClient.Protocol.SrvRecord record) =>
        new(record.Priority, record.Weight, record.Port, record.Target.Value.TrimEnd('.'));

    private static async Task<AddressAnswer> SystemAddressesAsync(string host, CancellationToken unwanted)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, unwanted);
            return addresses.Length == 0 ? new AddressAnswer.None() : new AddressAnswer.Found([.. addresses]);
        }
        catch (SocketException none) when (none.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            return new AddressAnswer.None();
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return new AddressAnswer.Failed(failure.Message);
        }
    }

    // The response if it settles the question: records, or the certainty that there are none.
    private async Task<(IDnsQueryResponse? Response, string Failure)> AskAsync(
        string name, QueryType type, CancellationToken unwanted)
    {
        try
        {
            var response = await _client.QueryAsync(name, type, QueryClass.IN, unwanted);
            var code = response.Header.ResponseCode;
            return code is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? (response, "")
                : (null, $"dns-{code}");
        }
        catch (Exception failure) when (!unwanted.IsCancellationRequested)
        {
            return (null, failure.Message);
        }
    }
}

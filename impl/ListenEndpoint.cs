using System.Net;

namespace Xmpp.Federation;

/// <summary>Where a federation listens for other servers.</summary>
/// <param name="Address">Address and TCP port; port 0 lets the system choose one.</param>
/// <param name="DirectTls">Whether TLS begins with the first byte (XEP-0368) instead of after STARTTLS.</param>
public sealed record ListenEndpoint(IPEndPoint Address, bool DirectTls = false);

/// <summary>Where a remote domain is reached without asking DNS.</summary>
/// <param name="Host">A host name or an IP address.</param>
/// <param name="Port">The TCP port, 1 to 65535.</param>
/// <param name="DirectTls">Whether TLS begins with the first byte (XEP-0368).</param>
public sealed record StaticTarget(string Host, int Port, bool DirectTls = false);

using System.Diagnostics;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// How jabberd2 is told to serve domains on loopback: a router, a session manager that answers pings, and the part
/// that talks to other servers.
/// </summary>
internal static class Jabberd2
{
    // Each part needs the one before it; a domain that is not online yet would be sought among other servers.
    private const string Start = """
        jabberd2-router -c router.xml > router.log 2>&1 &
        until grep -q listening router.log; do sleep 0.05; done
        jabberd2-sm -c sm.xml > sm.log 2>&1 &
        for domain; do until grep -qF "[$domain] online" router.log; do sleep 0.05; done; done
        exec jabberd2-s2s -c s2s.xml
        """;

    // SSL_CTX_set_verify(3): SSL_VERIFY_PEER, FAIL_IF_NO_PEER_CERT and CLIENT_ONCE. TLS itself refuses.
    private const int RefuseWithout = 7;

    public static Launch Recipe(Place place)
    {
        Installed.Program("jabberd2-s2s");
        Directory.CreateDirectory(place.Path("storage"));
        place.Write("users.xml", "<users><user><name>jabberd</name><secret>secret</secret></user></users>");
        place.Write("router.xml", Router(place));
        place.Write("sm.xml", SessionManager(place));
        place.Write("s2s.xml", ServerToServer(place));

        // The only certificate that it has is that of its first domain.
        var first = place.Domains[0];
        place.Write("own.pem", File.ReadAllText(place.CertificateOf(first)) + File.ReadAllText(place.KeyOf(first)));
        var start = new ProcessStartInfo("sh", ["-c", Start, "sh", .. place.Domains.Select(d => d.Name)])
        {
            // It takes no port: it asks on port 53 only.
            Environment = { ["NAMESERVERS"] = $"{place.NameServer.Address}" },
        };
        return new Launch(start, $"[{place.Address.Address}, port={place.Address.Port}] listening for connections");
    }

    private static string Router(Place place) => $"""
        <router>
          <id>router</id>
          <log type='stdout'/>
          <local>
            <ip>{place.Inside.Address}</ip>
            <port>{place.Inside.Port}</port>
            <users>{place.Path("users.xml")}</users>
          </local>
          <aci><acl type='all'><user>jabberd</user></acl></aci>
        </router>
        """;

    private static string SessionManager(Place place)
    {
        var modules = Path.GetDirectoryName(Installed.Library("jabberd2/mod_iq-ping.so*"));
        return $"""
            <sm>
              <id>sm</id>
              {RouterOf(place)}
              <log type='stdout'/>
              <local>{string.Concat(place.Domains.Select(d => $"<id>{d}</id>"))}</local>
              <storage><path>{modules}</path><driver>fs</driver><fs><path>{place.Path("storage")}</path></fs></storage>
              <modules><path>{modules}</path><chain id='pkt-sm'><module>iq-ping</module></chain></modules>
            </sm>
            """;
    }

    private static string ServerToServer(Place place) => $"""
        <s2s>
          <id>s2s</id>
          {RouterOf(place)}
          <log type='stdout'/>
          <local>
            <ip>{place.Address.Address}</ip>
            <port>{place.Address.Port}</port>
            {(place.Tls ? $"<pemfile>{place.Path("own.pem")}</pemfile><cachain>{place.Roots}</cachain>" : "")}
            {(place.Demands == Demands.StartTlsAndCertificate ? $"<verify-mode>{RefuseWithout}</verify-mode>" : "")}
          </local>
          {(place.Tls ? "<security><require_tls/></security>" : "")}
          <check><interval>1</interval><queue>{place.Patience}</queue></check>
          <lookup><srv>xmpp-server</srv></lookup>
        </s2s>
        """;

    private static string RouterOf(Place place) => $"""
        <router>
          <ip>{place.Inside.Address}</ip>
          <port>{place.Inside.Port}</port>
          <user>jabberd</user>
          <pass>secret</pass>
        </router>
        """;
}

using System.Diagnostics;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>How ejabberd is told to serve domains on loopback.</summary>
internal static class Ejabberd
{
    /// <summary>Starts the Erlang system itself: its control script changes the user and opens ports.</summary>
    public static Launch Recipe(Place place)
    {
        var libraries = Path.GetDirectoryName(Installed.Library("ejabberd-*"))!;
        var dns = place.NameServer;

        // Idle schedulers sleep, instead of waiting busily for a while at the cost of everybody else.
        var start = new ProcessStartInfo(
            Installed.Program("erl"),
            ["+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none",
                "-noinput", "-mnesia", "dir", $"\"{place.Path("database")}\"", "-s", "ejabberd"])
        {
            Environment =
            {
                ["HOME"] = place.Folder,
                ["ERL_LIBS"] = libraries,
                ["ERL_CRASH_DUMP_BYTES"] = "0",
                ["ERL_INETRC"] = place.Write("inetrc", $$"""
                    {lookup,[file,dns]}.
                    {resolv_conf,""}.
                    {hosts_file,""}.
                    {nameserver,{{{dns.Address.ToString().Replace('.', ',')}}},{{dns.Port}}}.

                    """),
                ["EJABBERD_CONFIG_PATH"] = place.Write("ejabberd.yml", Configuration(place)),
                ["EJABBERD_LOG_PATH"] = place.Path("ejabberd.log"),
                ["CONTRIB_MODULES_PATH"] = place.Path("modules"),
            },
        };

        // Its port is open from the beginning, but nobody is served before this.
        return new Launch(start, $" connections at {place.Address} for ejabberd_s2s_in");
    }

    // A domain that could not be reached is tried again at once, instead of after minutes. With its usual
    // backlog the sixth of those who come together waits a second.
    private static string Configuration(Place place) => $"""
        loglevel: {(place.Quiet ? "info" : "debug")}
        hosts: [{Quoted(place.Domains.Select(d => d.Name))}]
        certfiles: [{Quoted(place.Domains.Select(place.CertificateOf).Concat(place.Domains.Select(place.KeyOf)))}]
        ca_file: "{place.Roots}"
        s2s_cafile: "{place.Roots}"
        s2s_use_starttls: {(place.Tls ? "required" : "false")}
        s2s_max_retry_delay: 1
        negotiation_timeout: {place.Patience}
        outgoing_s2s_families: [ipv4]
        listen:
          - port: {place.Address.Port}
            ip: "{place.Address.Address}"
            module: ejabberd_s2s_in
            backlog: 128
            tls: {(place.Demands == Demands.DirectTls ? "true" : "false")}
        modules:
          mod_ping: {"{}"}
          {(place.Demands is Demands.StartTlsAndCertificate or Demands.NoDialback ? "" : "mod_s2s_dialback: {}")}

        """;

    private static string Quoted(IEnumerable<string> words) => string.Join(", ", words.Select(w => $"\"{w}\""));
}

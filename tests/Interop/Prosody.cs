using System.Diagnostics;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>How Prosody is told to serve domains on loopback.</summary>
internal static class Prosody
{
    // greeter@… greets whom the body of a message names, and its log tells what it is answered.
    private const string Greeter = """
        local st = require "util.stanza";
        module:hook("message/bare", function (event)
          local message = event.stanza;
          local body = message:get_child_text("body");
          if not body or message.attr.to ~= "greeter@"..module.host then return; end
          local whom = body:match("^greet (.+)$");
          if whom then
            module:send(st.message({ type = "chat", id = "g1", from = message.attr.to, to = whom }, "hello"));
          else
            module:log("info", "%s answers '%s'", message.attr.from, body);
          end
          return true;
        end);

        """;

    public static Launch Recipe(Place place)
    {
        place.Write("mod_greeter.lua", Greeter);
        // Without lua-unbound it would ask the name servers of the machine.
        Installed.Library("lua/5.4/lunbound.so");
        var start = new ProcessStartInfo(
            Installed.Program("prosody"), ["--config", place.Write("prosody.cfg.lua", Configuration(place)), "-F"]);
        return new Launch(start, $" on [{place.Address.Address}]:{place.Address.Port}");
    }

    // It refuses to run as root unless told so. A name server on loopback must be allowed explicitly.
    private static string Configuration(Place place) => $$"""
        run_as_root = true
        pidfile = "{{place.Path("pid")}}"
        data_path = "{{place.Folder}}"
        certificates = "{{place.Folder}}"
        log = { {{(place.Quiet ? "info" : "debug")}} = "*console" }
        network_backend = "epoll"
        interfaces = { "{{place.Address.Address}}" }
        s2s_ports = { {{(place.Demands == Demands.DirectTls ? "" : place.Address.Port)}} }
        s2s_direct_tls_ports = { {{(place.Demands == Demands.DirectTls ? place.Address.Port : "")}} }
        c2s_ports = { }
        network_settings = { nagle = {{(place.Quiet ? "false" : "true")}} }
        plugin_paths = { "{{place.Folder}}" }
        modules_enabled = { "s2s", "saslauth", "s2s_auth_certs", "dialback", "tls", "ping", "greeter"{{Bidi(place)}} }
        modules_disabled = { "c2s", "offline"{{Disabled(place.Demands)}} }
        dialback_secret = "{{ForeignServer.DialbackSecret}}"
        s2s_timeout = {{place.Patience}}
        s2s_require_encryption = {{(place.Tls ? "true" : "false")}}
        s2s_secure_auth = {{(place.Demands == Demands.StartTlsAndCertificate ? "true" : "false")}}
        ssl = { cafile = "{{place.Roots}}" }
        unbound = {
          resolvconf = false;
          forward = "{{place.NameServer.Address}}@{{place.NameServer.Port}}";
          options = { ["do-not-query-localhost:"] = "no" };
        }

        {{string.Join('\n', place.Domains.Select(d => Host(place, d)))}}

        """;

    private static string Bidi(Place place) => place.Variant.Bidi ? ", \"s2s_bidi\"" : "";

    private static string Disabled(Demands demands) => demands switch
    {
        Demands.NoTls => ", \"tls\"",
        Demands.NoDialback => ", \"dialback\"",
        _ => "",
    };

    private static string Host(Place place, Domain domain) => $$"""
        VirtualHost "{{domain}}"
          ssl = {
            key = "{{place.KeyOf(domain)}}";
            certificate = "{{place.CertificateOf(domain)}}";
            cafile = "{{place.Roots}}";
          }
        """;
}

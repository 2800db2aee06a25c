// The smallest server that federates: it takes part in XMPP under a domain of its own, and echoes messages.
//
//   dotnet run --project impl/Sample -- --Xmpp:Domains:0 a.example --Xmpp:Listen:0 [::]:5269
//       --Xmpp:CertificateFile a.example.crt --Xmpp:KeyFile a.example.key
//
// Every setting of FederationSettings may stand on the command line, in the environment or in appsettings.json.
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xmpp.Federation;
using Xmpp.Federation.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddXmppFederation<Echo>(builder.Configuration.GetSection("Xmpp").Bind);
await builder.Build().RunAsync();

/// <summary>Sends each message back to its sender, and answers every question by "not here" (RFC 6120 8.2.3 item 2).</summary>
internal sealed partial class Echo(XmppFederation federation, ILogger<Echo> log) : IStanzaHandler
{
    public async Task HandleAsync(ReceivedStanza received)
    {
        var answer = received.Stanza switch
        {
            { Kind: "iq" } iq => iq.ErrorReply("service-unavailable"),
            // RFC 6121 5.2.2: no answer is expected to a headline, so that two echoes do not go on for ever.
            { Kind: "message", Type: not ("error" or "headline") } message => Returned(message),
            _ => null,
        };
        if (answer is not null && await federation.SendAsync(answer) is StanzaFate.Returned { Reasons: var reasons })
        {
            NotAnswered(answer.To, reasons.Remedy);
        }
    }

    private static Stanza Returned(Stanza message)
    {
        var xml = XElement.Parse($"{message}", LoadOptions.PreserveWhitespace);
        xml.SetAttributeValue("from", message.To);
        xml.SetAttributeValue("to", message.From);
        xml.SetAttributeValue("type", "headline");
        return Stanza.Parse(xml.ToString(SaveOptions.DisableFormatting));
    }

    [LoggerMessage(LogLevel.Warning, "No answer to {Recipient}: {Remedy}")]
    private partial void NotAnswered(string recipient, string remedy);
}

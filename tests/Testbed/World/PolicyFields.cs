using System.Text.Json;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>The fields of a policy in a world file, at a server and in its <c>policyFor</c>.</summary>
internal static class PolicyFields
{
    /// <summary>In the format, but not yet in the negotiator; a world that asks for one is told so.</summary>
    private static readonly string[] NotSupportedYet =
        ["allowTargetMultiplexing", "allowMultiplexingOnSasl", "offerBidi"];

    /// <summary>The policy of an object, where what it does not say is as in <paramref name="basis"/>.</summary>
    public static Policy Read(ObjectReader fields, Policy basis)
    {
        var policy = basis with
        {
            Tls = fields.Word("tls", basis.Tls),
            Sasl = fields.Word("sasl", basis.Sasl),
            Dialback = fields.Word("dialback", basis.Dialback),
            StrictCertificates = fields.Flag("strictCertificates", basis.StrictCertificates),
            ExternalToDialback = fields.Word("externalToDialback", basis.ExternalToDialback),
            PlainAfterTlsFailure = fields.Flag("plainAfterTlsFailure", basis.PlainAfterTlsFailure),
            TryTlsUnadvertised = fields.Flag("tryTlsUnadvertised", basis.TryTlsUnadvertised),
            AcceptMissingFrom = fields.Flag("acceptMissingFrom", basis.AcceptMissingFrom),
            AcceptLegacy = fields.Flag("acceptLegacy", basis.AcceptLegacy),
            RequireDialbackNamespace = fields.Flag("requireDialbackNamespace", basis.RequireDialbackNamespace),
        };
        foreach (var name in NotSupportedYet)
        {
            var line = fields.Field(name)?.Line ?? 0;
            if (fields.Flag(name, false))
            {
                fields.Add(line, fields.At(name), "is not supported yet", "allowed: false");
            }
        }

        return policy;
    }

    /// <summary>Writes what differs from <paramref name="basis"/>.</summary>
    public static void Write(Utf8JsonWriter json, Policy policy, Policy basis)
    {
        Word("tls", policy.Tls, basis.Tls);
        Word("sasl", policy.Sasl, basis.Sasl);
        Word("dialback", policy.Dialback, basis.Dialback);
        Flag("strictCertificates", policy.StrictCertificates, basis.StrictCertificates);
        Word("externalToDialback", policy.ExternalToDialback, basis.ExternalToDialback);
        Flag("plainAfterTlsFailure", policy.PlainAfterTlsFailure, basis.PlainAfterTlsFailure);
        Flag("tryTlsUnadvertised", policy.TryTlsUnadvertised, basis.TryTlsUnadvertised);
        Flag("acceptMissingFrom", policy.AcceptMissingFrom, basis.AcceptMissingFrom);
        Flag("acceptLegacy", policy.AcceptLegacy, basis.AcceptLegacy);
        Flag("requireDialbackNamespace", policy.RequireDialbackNamespace, basis.RequireDialbackNamespace);

        void Word<T>(string name, T value, T otherwise)
            where T : struct, Enum
        {
            if (!value.Equals(otherwise))
            {
                json.WriteString(name, Words.Of(value));
            }
        }

        void Flag(string name, bool value, bool otherwise)
        {
            if (value != otherwise)
            {
                json.WriteBoolean(name, value);
            }
        }
    }
}

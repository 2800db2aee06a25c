using System.Text.Json;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.World;

/// <summary>The fields of a policy in a world file, at a server and in its <c>policyFor</c>.</summary>
internal static class PolicyFields
{
    /// <summary>The policy of an object, where what it does not say is as in <paramref name="basis"/>.</summary>
    public static Policy Read(ObjectReader fields, Policy basis) =>
        basis with
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
            AllowTargetMultiplexing = fields.Flag("allowTargetMultiplexing", basis.AllowTargetMultiplexing),
            AllowMultiplexingOnSasl = fields.Flag("allowMultiplexingOnSasl", basis.AllowMultiplexingOnSasl),
            OfferBidi = fields.Flag("offerBidi", basis.OfferBidi),
        };

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
        Flag("allowTargetMultiplexing", policy.AllowTargetMultiplexing, basis.AllowTargetMultiplexing);
        Flag("allowMultiplexingOnSasl", policy.AllowMultiplexingOnSasl, basis.AllowMultiplexingOnSasl);
        Flag("offerBidi", policy.OfferBidi, basis.OfferBidi);

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

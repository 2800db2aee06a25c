using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>
/// Every combination of the policies of two servers that decides whether and how they come together: TLS, EXTERNAL,
/// dialback, the state of the certificate and strictness about the other's. Both send to each other, and nothing goes
/// wrong but what they demand. A combination is a number whose digits are the values of the fields, those of
/// <c>a.example</c> first.
/// </summary>
internal static class PolicyCombinations
{
    private static readonly Seq<TlsPolicy> Tls = [TlsPolicy.Disabled, TlsPolicy.Optional, TlsPolicy.Required];
    private static readonly Seq<SaslPolicy> Sasl = [SaslPolicy.Disabled, SaslPolicy.Optional, SaslPolicy.Required];
    private static readonly Seq<DialbackPolicy> Dialback = [DialbackPolicy.Never, DialbackPolicy.Always];
    private static readonly Seq<bool> Strict = [false, true];

    private static readonly Seq<CertificateState> Certificates =
        [CertificateState.Valid, CertificateState.Missing, CertificateState.Expired];

    private static readonly int[] ValuesOfServer = [Tls.Count, Sasl.Count, Dialback.Count, Certificates.Count, Strict.Count];
    private static readonly int[] ValuesOfField = [.. ValuesOfServer, .. ValuesOfServer];

    /// <summary>11,664: the square of what one server can demand.</summary>
    public static int Count { get; } = ValuesOfField.Aggregate(1, (product, values) => product * values);

    /// <summary>The world of one combination.</summary>
    /// <param name="number">From 0 to <see cref="Count"/>, exclusive.</param>
    public static WorldDefinition World(int number)
    {
        var fields = FieldsOf(number);
        var (a, b) = (Server("a.example", fields[..ValuesOfServer.Length]), Server("b.example", fields[ValuesOfServer.Length..]));
        return new WorldDefinition
        {
            Servers = [a, b],
            Send = [new Sending(a.Name, b.Name, 1), new Sending(b.Name, a.Name, 1)],
        };
    }

    /// <summary>
    /// A sample in which each choice of <paramref name="strength"/> fields meets each choice of their values at least
    /// once: a covering array, built greedily, the same at every call.
    /// </summary>
    public static Seq<int> Covering(int strength)
    {
        // Coprime to the count, so that every combination has its turn, and neighbours differ in most fields.
        const int Stride = 4_547;
        var chosen = new List<int>();
        var met = new HashSet<(int Fields, int Values)>();
        var choices = ChoicesOf(strength, ValuesOfField.Length);
        for (var turn = 0; turn < Count; turn++)
        {
            var number = (int)((long)turn * Stride % Count);
            var fields = FieldsOf(number);
            var isNew = false;
            for (var choice = 0; choice < choices.Count; choice++)
            {
                isNew |= met.Add((choice, choices[choice].Aggregate(0, (value, field) => (value * ValuesOfField[field]) + fields[field])));
            }

            if (isNew)
            {
                chosen.Add(number);
            }
        }

        return chosen.ToSeq();
    }

    private static int[] FieldsOf(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        var fields = new int[ValuesOfField.Length];
        for (var i = fields.Length - 1; i >= 0; i--)
        {
            (number, fields[i]) = Math.DivRem(number, ValuesOfField[i]);
        }

        return fields;
    }

    private static ServerDefinition Server(string name, int[] fields) => new(Domain.Parse(name))
    {
        Policy = Policy.Default with
        {
            Tls = Tls[fields[0]],
            Sasl = Sasl[fields[1]],
            Dialback = Dialback[fields[2]],
            StrictCertificates = Strict[fields[4]],
        },
        Certificate = Certificates[fields[3]],
    };

    private static List<int[]> ChoicesOf(int strength, int fields) => strength == 0
        ? [[]]
        : [.. ChoicesOf(strength - 1, fields).SelectMany(
            c => Enumerable.Range(0, c.Length == 0 ? fields : c[0]).Select(f => (int[])[f, .. c]))];
}

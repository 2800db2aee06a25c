using System.Text;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What the negotiator makes of each historic and each real server, in both directions: the outcome, the
/// protection, and the reasons that an operator reads.
/// </summary>
[Collection(Alone.Name)]
public sealed class ProfileTests
{
    private const int Schedules = 40;

    // How a server is configured, and how we are.
    private const string Usual = "";
    private const string Trusting = "'strictCertificates':false";
    private const string Plain = "'tls':'disabled','dialback':'always'";
    private const string NoDialback = "'dialback':'never'";
    private const string NoSasl = "'sasl':'disabled'";
    private const string Expired = "'certificate':'expired'";
    private const string ForServersOnly = "'certificate':'noClientPurpose'";
    private const string Lenient =
        "'tls':'optional','dialback':'always','strictCertificates':false,'plainAfterTlsFailure':true";

    public static TheoryData<string, string, string, object, object, string> Sending => new()
    {
        // Before XMPP 1.0: in clear or not at all.
        { "legacy-0.9", Usual, Usual, Proof.None, Encryption.None, "H3:no-version" },
        { "legacy-0.9", Usual, Lenient, Proof.Dialback, Encryption.None, "" },
        { "jabberd14-2004", Usual, Usual, Proof.None, Encryption.None, "H3:no-version" },
        { "jabberd14-2004", Usual, Lenient, Proof.Dialback, Encryption.None, "" },

        // Configured for both, for dialback, for SASL, without TLS.
        { "soapbox-2004", Usual, Usual, Proof.External, Encryption.Starttls, "" },
        { "soapbox-2004", NoSasl, Usual, Proof.Dialback, Encryption.Starttls, "" },
        { "soapbox-2004", NoDialback, NoSasl, Proof.None, Encryption.None, "D3:invalid-namespace" },
        { "soapbox-2004", NoDialback, "'certificate':'missing','tls':'optional'", Proof.None, Encryption.None, "H5:invalid-namespace" },
        { "soapbox-2004", Usual, Expired, Proof.None, Encryption.None, "H5:not-authorized" },
        { "soapbox-2004", Plain, Usual, Proof.None, Encryption.None, "S1:starttls-failure" },
        { "soapbox-2004", Plain, Lenient, Proof.Dialback, Encryption.None, "" },

        // It says in the header what it thinks of a certificate, or does not offer EXTERNAL.
        { "prosody-0.12", Usual, Usual, Proof.External, Encryption.Starttls, "" },
        { "prosody-0.12", Usual, Lenient, Proof.External, Encryption.Starttls, "" },
        { "prosody-0.12", Usual, ForServersOnly, Proof.External, Encryption.Starttls, "" },
        { "prosody-0.12", Usual, Expired, Proof.None, Encryption.None, "H5:not-authorized" },
        { "prosody-0.12", Trusting, Expired, Proof.Dialback, Encryption.Starttls, "" },
        { "prosody-0.12", Expired, Usual, Proof.None, Encryption.None, "T3:certificate-expired" },
        { "prosody-0.12", Expired, Lenient, Proof.Dialback, Encryption.Starttls, "" },
        { "prosody-0.12", Plain, Usual, Proof.None, Encryption.None, "S1:unsupported-stanza-type" },
        { "prosody-0.12", Plain, Lenient, Proof.Dialback, Encryption.None, "" },

        // It offers EXTERNAL to everybody, and says then what it thinks of the certificate.
        { "ejabberd-23.01", Usual, Usual, Proof.External, Encryption.Starttls, "" },
        { "ejabberd-23.01", Usual, Lenient, Proof.External, Encryption.Starttls, "" },
        { "ejabberd-23.01", Trusting, Expired, Proof.Dialback, Encryption.Starttls, "A1:not-authorized" },
        { "ejabberd-23.01", Trusting, ForServersOnly, Proof.Dialback, Encryption.Starttls, "A1:not-authorized" },
        { "ejabberd-23.01", NoDialback, Expired, Proof.None, Encryption.None, "A1:not-authorized, D2:not-authorized" },
        { "ejabberd-23.01", Expired, Usual, Proof.None, Encryption.None, "T3:certificate-expired" },
        { "ejabberd-23.01", Expired, Lenient, Proof.Dialback, Encryption.Starttls, "" },
        { "ejabberd-23.01", Plain, Usual, Proof.None, Encryption.None, "S1:starttls-failure" },
        { "ejabberd-23.01", Plain, Lenient, Proof.Dialback, Encryption.None, "" },

        // No EXTERNAL between servers; what it does not know it does not answer.
        { "jabberd2-2.7", Usual, Usual, Proof.Dialback, Encryption.Starttls, "" },
        { "jabberd2-2.7", Usual, Lenient, Proof.Dialback, Encryption.Starttls, "" },
        { "jabberd2-2.7", Usual, Expired, Proof.Dialback, Encryption.Starttls, "" },
        { "jabberd2-2.7", Expired, Usual, Proof.None, Encryption.None, "T3:certificate-expired" },
        { "jabberd2-2.7", Plain, Usual, Proof.None, Encryption.None, "S3:starttls-timeout" },
        { "jabberd2-2.7", Plain, Lenient, Proof.Dialback, Encryption.None, "" },
    };

    public static TheoryData<string, string, string, object?> Calling => new()
    {
        { "legacy-0.9", Usual, Usual, null },
        { "legacy-0.9", Usual, Lenient, ProofMeans.Dialback },
        { "jabberd14-2004", Usual, Usual, null },
        { "jabberd14-2004", Usual, Lenient, ProofMeans.Dialback },
        { "soapbox-2004", Usual, Usual, ProofMeans.External },
        { "soapbox-2004", NoSasl, Usual, ProofMeans.Dialback },
        // Where it has SASL it does not fall back to dialback.
        { "soapbox-2004", Usual, NoSasl, null },
        { "soapbox-2004", Plain, Lenient, ProofMeans.Dialback },
        { "prosody-0.12", Usual, Usual, ProofMeans.External },
        { "prosody-0.12", NoSasl, Usual, ProofMeans.Dialback },
        { "prosody-0.12", Usual, NoSasl, ProofMeans.Dialback },
        { "prosody-0.12", NoDialback, NoSasl, null },
        { "prosody-0.12", Usual, Expired, null },
        { "prosody-0.12", Trusting, Expired, ProofMeans.External },
        { "prosody-0.12", Expired, Lenient, ProofMeans.Dialback },
        { "prosody-0.12", Plain, Usual, null },
        { "prosody-0.12", Plain, Lenient, ProofMeans.Dialback },
        { "ejabberd-23.01", Usual, Usual, ProofMeans.External },
        { "ejabberd-23.01", NoSasl, Usual, ProofMeans.Dialback },
        { "ejabberd-23.01", NoDialback, NoSasl, null },
        { "ejabberd-23.01", Usual, Expired, null },
        { "ejabberd-23.01", Trusting, Expired, ProofMeans.External },
        { "ejabberd-23.01", Plain, Lenient, ProofMeans.Dialback },
        { "jabberd2-2.7", Usual, Usual, ProofMeans.Dialback },
        { "jabberd2-2.7", Usual, Expired, ProofMeans.Dialback },
        { "jabberd2-2.7", Plain, Usual, null },
        { "jabberd2-2.7", Plain, Lenient, ProofMeans.Dialback },
    };

    [Theory]
    [MemberData(nameof(Sending))]
    public void Sending_to_a_server_has_its_outcome_and_its_reasons(
        string profile, string theirs, string ours, object outcome, object tls, string reasons)
    {
        var world = World(profile, theirs, ours, "", "{'from':'a.example','to':'b.example','stanzas':2}");

        var report = new Simulator().Simulate(world, Schedules, Explored.Effort);

        Assert.Empty(report.Violations);
        var pair = Assert.Single(report.Pairs);
        Assert.Equal(
            (outcome, tls, outcome, reasons),
            (pair.Outcome, pair.Tls, pair.ReceiverOutcome, string.Join(", ", pair.Reasons)));
        Assert.Equal(outcome is Proof.None ? (0, 2 * Schedules) : (2 * Schedules, 0), (pair.Delivered, pair.Bounced));
    }

    [Theory]
    [MemberData(nameof(Calling))]
    public void A_server_that_calls_delivers_its_stanza_once_it_has_proved_itself(
        string profile, string theirs, string ours, object? means)
    {
        var world = World(profile, theirs, ours, "'peer':{'calls':[{'to':'a.example'}]}", "");
        for (ulong seed = 0; seed < Schedules; seed++)
        {
            var log = new EventLog();
            var (execution, _) = CooperativeRun.Execute(world, new RandomStrategy(seed), null, log);

            Assert.Null(execution.Breach);
            Assert.Equal(means, AdmittedBy(execution));
            Assert.Equal(means is null ? 0 : 1, log.Lines.Count(l => l.StartsWith("a.example takes ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_profile_is_in_both_tables()
    {
        var profiles = Profiles.All.Skip(1).Select(p => p.Name).ToList();

        Assert.Equal(profiles, Sending.Select(row => row.Data.Item1).Distinct());
        Assert.Equal(profiles, Calling.Select(row => row.Data.Item1).Distinct());
    }

    private static object? AdmittedBy(Execution execution) =>
        execution.Servers.Single().Admissions.Where(a => !a.Connection.Dialled).Select(a => (object)a.Proof.Means).SingleOrDefault();

    private static WorldDefinition World(string profile, string theirs, string ours, string peer, string send)
    {
        var fields = string.Join(',', new[] { $"'profile':'{profile}'", theirs, peer }.Where(f => f.Length > 0));
        var json = $"{{'servers':{{'a.example':{{{ours}}},'b.example':{{{fields}}}}},'send':[{send}]}}".Replace('\'', '"');
        return WorldFile.Parse("test", Encoding.UTF8.GetBytes(json)).Value!;
    }
}

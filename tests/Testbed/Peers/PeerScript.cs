using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// What a simulated peer answers: what the standards show, except where a flavour of refusal says otherwise. One
/// arm for each flavour, in the phase where it strikes; the plain answer stands last.
/// </summary>
internal sealed class PeerScript(ServerDefinition server, Execution execution, PassiveEnd end)
{
    private Epoch _epoch = Epoch.Clear;
    private Domain? _peer;
    private Domain _local = server.Name;
    private int _ids;
    private bool _hasAnswered;

    public Seq<PeerAct> Accepted(bool directTls) =>
        Is("N3") ? [new PeerAct.End()]
        : directTls && !Is("N4") ? [new PeerAct.BeginTls()]
        : [];

    public void Secured(PeerCertificate certificate) => _epoch = new Epoch(certificate, false);

    public Seq<PeerAct> Answer(Heard heard) => heard switch
    {
        _ when Is("N4") => [],
        Heard.Header(var header) => Greet(header),
        Heard.StartTls => StartTls(),
        Heard.Auth => Authenticate(),
        Heard.Abort => [Say(Phrases.SaslFailure(SaslCondition.Aborted))],
        Heard.ResultRequest request => Judge(request),
        Heard.VerifyRequest request => [Say(Phrases.VerifyAnswer(request.Pair, request.Id, VerdictOn(request)))],
        Heard.Stanza(var stanza) => Take(stanza),
        Heard.CloseTag or Heard.StreamError or Heard.Broken => Close(),
        _ => [],
    };

    private Seq<PeerAct> Greet(StreamHeader header)
    {
        _peer = Domain.TryParse(header.From, out var peer) ? peer : null;
        _local = Domain.TryParse(header.To, out var to) && server.Serves.Contains(to) ? to : server.Name;
        var plain = Say(Phrases.Header(_local, _peer, NextId(), StreamVersion.One));
        return Refusal("H1", "H2", "H3", "H4", "H5", "E1", "E4", "F3") switch
        {
            "H1" => [Unheralded(), new PeerAct.End()],
            "H2" => [Say(Phrases.Header(_local, _peer, null, StreamVersion.One)), .. Accuse(StreamCondition.HostUnknown)],
            "H3" => [Say(Phrases.Header(_local, _peer, NextId(), null))],
            "H4" => [Say(Phrases.Header(Elsewhere, _peer, NextId(), StreamVersion.One)), Offer()],
            "H5" => [plain, .. Accuse(StreamCondition.PolicyViolation)],
            "E1" => [plain, .. Accuse(StreamCondition.SeeOtherHost)],
            "E4" when _epoch.Encrypted => [plain, .. Close()],
            "F3" => [plain],
            _ => [plain, .. AnswerNobody("before"), Offer(), .. AnswerNobody("after")],
        };
    }

    private PeerAct.Say Offer()
    {
        var startTls = !_epoch.Encrypted && server.Certificate != CertificateState.Missing;
        // Who is to refuse EXTERNAL must offer it; who is to refuse dialback must not offer anything better.
        var external = Refusal("D1", "D2", "D3", "D4") is null
            && (Refusal("A1", "A2", "A3", "A4", "A5") is not null
                || (_peer is { } peer && server.Policy.AllowsExternal(_epoch, peer)));
        return Say(Phrases.Features(_epoch switch
        {
            { Authenticated: true } => StreamFeatures.None,
            { Encrypted: false } when startTls && !Is("F2") => new StreamFeatures { StartTls = true, StartTlsRequired = true },
            _ when Is("F1") => StreamFeatures.None,
            _ when Is("F4") => new StreamFeatures { Mechanisms = ["PLAIN"] },
            { Encrypted: false } => new StreamFeatures { Dialback = true, DialbackErrors = true },
            _ => new StreamFeatures
            {
                Mechanisms = external ? ["EXTERNAL"] : [],
                Dialback = true,
                DialbackErrors = true,
            },
        }));
    }

    private Seq<PeerAct> StartTls() => Refusal("S1", "S2", "S3", "F2", "T2") switch
    {
        "S1" or "F2" => [Say(Phrases.TlsFailure), .. Close()],
        "S2" => [Say(Phrases.TlsFailure)],
        "S3" => [],
        "T2" => [Say(Phrases.Proceed), Say(Phrases.Features(StreamFeatures.None))],
        _ => [Say(Phrases.Proceed), new PeerAct.BeginTls()],
    };

    private Seq<PeerAct> Authenticate() => Refusal("A1", "A2", "A3", "A4", "A5", "E3") switch
    {
        "A1" => [Say(Phrases.SaslFailure(SaslCondition.NotAuthorized))],
        "A2" => [Say(Phrases.SaslFailure(SaslCondition.NotAuthorized)), .. Close()],
        "A3" => Accuse(StreamCondition.NotAuthorized),
        "A4" => [new PeerAct.End()],
        "A5" => [Say(Phrases.EmptyChallenge)],
        "E3" => Accuse(StreamCondition.UnsupportedStanzaType),
        _ => Succeed(),
    };

    private Seq<PeerAct> Succeed()
    {
        _epoch = _epoch with { Authenticated = true };
        return [Say(Phrases.Success), new PeerAct.ExpectHeader()];
    }

    private Seq<PeerAct> Judge(Heard.ResultRequest request) => Refusal("D1", "D2", "D3", "D4") switch
    {
        "D1" => [Say(Phrases.ResultAnswer(request.Pair, new Verdict.Invalid())), .. Close()],
        "D2" => [Say(Phrases.ResultAnswer(request.Pair, new Verdict.Error(StanzaCondition.RemoteConnectionFailed)))],
        "D3" => Accuse(StreamCondition.RemoteConnectionFailed),
        "D4" => [],
        _ => [Say(Phrases.ResultAnswer(request.Pair, new Verdict.Valid()))],
    };

    private Verdict VerdictOn(Heard.VerifyRequest request) =>
        new SymbolicKeys(end.Server).IsOurs(request.Pair, request.Id, request.Key) ? new Verdict.Valid() : new Verdict.Invalid();

    private Seq<PeerAct> Take(Stanza stanza)
    {
        if (Is("E2"))
        {
            return Accuse(StreamCondition.SystemShutdown);
        }

        execution.Arrived(end.Server, stanza);
        return [];
    }

    // D5: an answer to a request that was never made, or for a pair that nobody spoke of.
    private Seq<PeerAct> AnswerNobody(string when)
    {
        if (!Is("D5") || !_epoch.Encrypted || _peer is not { } peer || _hasAnswered)
        {
            return [];
        }

        DomainPair?[] pairs = [null, new(peer, _local), new(Elsewhere, _local)];
        var pick = pairs[execution.Engine.Choose(
            pairs.Length, i => $"unsolicited {when} features {end.LinkName} {pairs[i]?.ToString() ?? "none"}")];
        _hasAnswered = pick is not null;
        return pick is { } pair ? [Say(Phrases.ResultAnswer(pair, new Verdict.Valid()))] : [];
    }

    private static Domain Elsewhere { get; } = Domain.Parse("elsewhere.example");

    private StreamId NextId() => new($"{end.Server}-{end.Connection.Name}-{++_ids}");

    // An error in front of any header, its prefix bound by nothing: servers of 2004 refused like this.
    private static PeerAct.SayBytes Unheralded() => new(Encoding.UTF8.GetBytes(
        $"<stream:error><host-unknown xmlns='{Namespaces.StreamErrors}'/></stream:error></stream:stream>"));

    private static Seq<PeerAct> Accuse(StreamCondition condition) =>
        [Say(Phrases.StreamError(condition, null)), .. Close()];

    private static Seq<PeerAct> Close() => [Say(Phrases.StreamEnd), new PeerAct.End()];

    private static PeerAct.Say Say(WireItem item) => new(item);

    /// <summary>The first of these flavours that the peer has; null if it has none.</summary>
    private string? Refusal(params string[] flavours) => Array.Find(flavours, Is);

    private bool Is(string flavour) => server.Refuses(flavour);
}

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
    private static readonly string[] DialbackFlavours = ["D1", "D2", "D3", "D4"];

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
        return true switch
        {
            _ when Is("H1") => [Unheralded(), new PeerAct.End()],
            _ when Is("H2") => [Say(Phrases.Header(_local, _peer, null, StreamVersion.One)), .. Accuse(StreamCondition.HostUnknown)],
            _ when Is("H3") => [Say(Phrases.Header(_local, _peer, NextId(), null))],
            _ when Is("H4") => [Say(Phrases.Header(Elsewhere, _peer, NextId(), StreamVersion.One)), Offer()],
            _ when Is("H5") => [plain, .. Accuse(StreamCondition.PolicyViolation)],
            _ when Is("E1") => [plain, .. Accuse(StreamCondition.SeeOtherHost)],
            _ when Is("E4") && _epoch.Encrypted => [plain, .. Close()],
            _ when Is("F3") => [plain],
            _ => [plain, .. AnswerNobody("before"), Offer(), .. AnswerNobody("after")],
        };
    }

    private PeerAct.Say Offer()
    {
        var startTls = !_epoch.Encrypted && server.Certificate != CertificateState.Missing;
        var external = Refuses("A") || (_peer is { } peer && server.Policy.AllowsExternal(_epoch, peer));
        return Say(Phrases.Features(_epoch switch
        {
            { Authenticated: true } => StreamFeatures.None,
            { Encrypted: false } when startTls && !Is("F2") => new StreamFeatures { StartTls = true, StartTlsRequired = true },
            _ when Is("F1") => StreamFeatures.None,
            _ when Is("F4") => new StreamFeatures { Mechanisms = ["PLAIN"] },
            { Encrypted: false } => new StreamFeatures { Dialback = true, DialbackErrors = true },
            _ => new StreamFeatures
            {
                Mechanisms = external && !Array.Exists(DialbackFlavours, Is) ? ["EXTERNAL"] : [],
                Dialback = true,
                DialbackErrors = true,
            },
        }));
    }

    private Seq<PeerAct> StartTls() => true switch
    {
        _ when Is("S1") || Is("F2") => [Say(Phrases.TlsFailure), .. Close()],
        _ when Is("S2") => [Say(Phrases.TlsFailure)],
        _ when Is("S3") => [],
        _ when Is("T2") => [Say(Phrases.Proceed), Say(Phrases.Features(StreamFeatures.None))],
        _ => [Say(Phrases.Proceed), new PeerAct.BeginTls()],
    };

    private Seq<PeerAct> Authenticate()
    {
        switch (true)
        {
            case true when Is("A1"):
                return [Say(Phrases.SaslFailure(SaslCondition.NotAuthorized))];
            case true when Is("A2"):
                return [Say(Phrases.SaslFailure(SaslCondition.NotAuthorized)), .. Close()];
            case true when Is("A3"):
                return Accuse(StreamCondition.NotAuthorized);
            case true when Is("A4"):
                return [new PeerAct.End()];
            case true when Is("A5"):
                return [Say(Phrases.EmptyChallenge)];
            case true when Is("E3"):
                return Accuse(StreamCondition.UnsupportedStanzaType);
            default:
                _epoch = _epoch with { Authenticated = true };
                return [Say(Phrases.Success), new PeerAct.ExpectHeader()];
        }
    }

    private Seq<PeerAct> Judge(Heard.ResultRequest request) => true switch
    {
        _ when Is("D1") => [Say(Phrases.ResultAnswer(request.Pair, new Verdict.Invalid())), .. Close()],
        _ when Is("D2") => [Say(Phrases.ResultAnswer(request.Pair, new Verdict.Error(StanzaCondition.RemoteConnectionFailed)))],
        _ when Is("D3") => Accuse(StreamCondition.RemoteConnectionFailed),
        _ when Is("D4") => [],
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

    private bool Is(string flavour) => server.Refuses(flavour);

    private bool Refuses(string family) => server.Peer?.Flavours.Any(f => f.StartsWith(family, StringComparison.Ordinal)) ?? false;
}

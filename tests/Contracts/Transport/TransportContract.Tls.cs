using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;
using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The handshake: facts of the peer's certificate, or a reason; never an exception.</summary>
public abstract partial class TransportContract
{
    [Theory]
    [InlineData(CertificateState.Valid, false, CertificateVerdict.Valid)]
    [InlineData(CertificateState.Valid, true, CertificateVerdict.Valid)]
    [InlineData(CertificateState.Missing, false, CertificateVerdict.Missing)]
    [InlineData(CertificateState.Expired, false, CertificateVerdict.Expired)]
    [InlineData(CertificateState.Expired, true, CertificateVerdict.Expired)]
    [InlineData(CertificateState.SelfSigned, false, CertificateVerdict.SelfSigned)]
    [InlineData(CertificateState.SelfSigned, true, CertificateVerdict.SelfSigned)]
    [InlineData(CertificateState.WrongName, false, CertificateVerdict.WrongName)]
    [InlineData(CertificateState.WrongName, true, CertificateVerdict.WrongName)]
    [InlineData(CertificateState.UnknownCa, false, CertificateVerdict.UnknownAuthority)]
    [InlineData(CertificateState.UnknownCa, true, CertificateVerdict.UnknownAuthority)]
    [InlineData(CertificateState.NoClientPurpose, false, CertificateVerdict.WrongPurpose)]
    [InlineData(CertificateState.NoClientPurpose, true, CertificateVerdict.Valid)]
    public Task A_handshake_gives_each_end_the_facts_of_the_others_certificate(
        object certificate, bool ofServer, object verdict) => Keep(async arm =>
        {
            // RFC 6120 13.7.2: a bad certificate ends no handshake; what it proves is decided on its facts.
            var state = (CertificateState)certificate;
            var pair = await arm.ConnectAsync(ofServer ? new Ends { Server = state } : new Ends { Client = state });
            var (client, server) = await pair.SecureAsync();
            var ofTheServer = client.Certificate!.VerdictFor(SocketPair.B);
            var ofTheClient = server.Certificate!.VerdictFor(SocketPair.A);
            Assert.Equal(ofServer ? verdict : CertificateVerdict.Valid, ofTheServer);
            Assert.Equal(ofServer ? CertificateVerdict.Valid : verdict, ofTheClient);
            Assert.Null(client.Failure);
            Assert.Null(server.Failure);
            await TalkAsync(pair.Client, pair.Server);
        });

    [Fact]
    public Task What_was_said_in_clear_and_what_is_said_secured_do_not_mix() => Keep(async arm =>
    {
        var pair = await arm.ConnectAsync(Ends.Plain);
        await TalkAsync(pair.Client, pair.Server);
        await pair.Client.TellAsync(pair.Server, "<starttls/>");
        await pair.Server.TellAsync(pair.Client, "<proceed/>");
        var securing = pair.SecureServerAsync();
        Assert.Null((await pair.SecureClientAsync()).Failure);
        // The client is done first (RFC 8446 2), and need not wait for the server.
        await pair.Client.WriteAsync("<header/>"u8.ToArray());
        Assert.Null((await securing).Failure);
        Assert.Equal("<header/>"u8.ToArray(), await pair.Server.ReadExactlyAsync(9));
        await TalkAsync(pair.Server, pair.Client);
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public Task Clear_text_ahead_of_a_handshake_is_never_read_behind_it(bool arrived, bool nearIsServer) => Keep(async arm =>
    {
        // INV-19: what an attacker puts in front of the handshake makes it fail.
        var (near, far, secureNear, secureFar) = (await arm.ConnectAsync(Ends.Plain)).Of(nearIsServer);
        await near.WriteAsync("<stream:features/>"u8.ToArray());
        if (arrived)
        {
            await arm.SettleAsync();
        }

        var securing = secureNear();
        Assert.NotNull((await secureFar()).Failure);
        far.Abort();
        Assert.NotNull((await securing).Failure);
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public Task Clear_text_where_TLS_is_due_fails_the_handshake(bool directTls, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, secureNear, _) = (await arm.ConnectAsync(new Ends { DirectTls = directTls })).Of(nearIsServer);
        var securing = secureNear();
        await far.WriteAsync("<stream:stream to='b.example'>"u8.ToArray());
        var result = await securing;
        Assert.Null(result.Certificate);
        Assert.NotEmpty(result.Failure!);
        near.Abort();
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_end_in_the_handshake_fails_it(bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, secureFar) = (await arm.ConnectAsync(Ends.Plain)).Of(nearIsServer);
        var securing = secureFar();
        var closing = near.CloseAsync();
        Assert.NotNull((await securing).Failure);
        Assert.NotNull((await secureFar()).Failure);
        await far.CloseAsync();
        await closing;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_abort_in_the_handshake_is_a_result_at_both_ends(bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, secureNear, secureFar) = (await arm.ConnectAsync(Ends.Plain)).Of(nearIsServer);
        var securing = secureNear();
        near.Abort();
        Assert.NotNull((await securing).Failure);
        Assert.NotNull((await secureNear()).Failure);
        Assert.NotNull((await secureFar()).Failure);
        await near.CloseAsync();
        await far.CloseAsync();
    });

    [Fact]
    public Task A_process_that_dies_in_the_handshake_fails_it() => Keep(async arm =>
    {
        var pair = await arm.ConnectAsync(Ends.Plain);
        var securing = pair.SecureClientAsync();
        await arm.SettleAsync();
        Assert.False(securing.IsCompleted);
        pair.ServerVanishes();
        Assert.NotNull((await securing).Failure);
        await pair.Client.CloseAsync();
    });

    [Fact]
    public Task A_server_without_certificate_cannot_be_shaken_hands_with() => Keep(async arm =>
    {
        var pair = await arm.ConnectAsync(new Ends { Server = CertificateState.Missing });
        var securing = pair.SecureClientAsync();
        Assert.NotNull((await pair.SecureServerAsync()).Failure);
        pair.Server.Abort();
        Assert.NotNull((await securing).Failure);
    });

    [Fact]
    public Task An_alert_in_the_handshake_fails_it_at_both_ends() => Keep(async arm =>
    {
        // RFC 8446 6.2: the client has not finished; nothing of XMPP was said under TLS.
        var pair = await arm.ConnectAsync(new Ends { Refusal = TlsFault.Before });
        var (client, server) = await pair.SecureAsync();
        Assert.NotNull(client.Failure);
        Assert.NotNull(server.Failure);
        pair.Client.Abort();
        await pair.Server.CloseAsync();
    });

    [Theory]
    [InlineData(TlsFault.After, false)]
    [InlineData(TlsFault.After, true)]
    [InlineData(TlsFault.AfterInSilence, false)]
    [InlineData(TlsFault.AfterInSilence, true)]
    public Task A_client_may_hear_that_its_certificate_is_refused_only_after_its_handshake(object refusal, bool serverAborts) =>
        Keep(async arm =>
        {
            // RFC 8446 4.4.2: in TLS 1.3 the client's certificate goes out with its last flight. To the client the
            // handshake is over then, its first words may get away, and the refusal is what it reads.
            var pair = await arm.ConnectAsync(new Ends { Refusal = (TlsFault)refusal });
            var securing = pair.SecureServerAsync();
            Assert.Equal(CertificateVerdict.Valid, (await pair.SecureClientAsync()).Certificate!.VerdictFor(SocketPair.B));
            await IsBrokenAsync(pair.Client.WriteAsync("<stream:stream>"u8.ToArray()));
            var refused = await securing;
            Assert.Null(refused.Certificate);
            Assert.NotEmpty(refused.Failure!);
            var closing = serverAborts ? Task.CompletedTask : pair.Server.CloseAsync();
            if (serverAborts)
            {
                pair.Server.Abort();
            }

            var reading = pair.Client.ReadAsync(new byte[10]);
            Assert.True(await IsBrokenAsync(reading) || reading.Result == 0);
            await pair.Client.CloseAsync();
            await closing;
        });
}

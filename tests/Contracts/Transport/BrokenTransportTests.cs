using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;
using Xunit.Sdk;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The contract can be broken: for each fault that a transport may have, a point of it fails.</summary>
public sealed class BrokenTransportTests
{
    [Fact]
    public Task Bytes_that_are_lost_are_missed() => Breaks(
        s => new LosesTheSecondHalf(s),
        c => c.What_is_written_arrives_whole_and_in_order_however_it_is_cut(false, true),
        c => c.Two_writes_may_be_read_as_one_or_as_several(true, true),
        c => c.A_write_beyond_all_buffers_arrives_whole_at_a_slow_reader(false, false),
        c => c.A_connection_carries_in_both_directions(true),
        c => c.What_was_said_in_clear_and_what_is_said_secured_do_not_mix());

    [Fact]
    public Task A_rest_that_is_dropped_is_missed() => Breaks(
        s => new DropsWhatDoesNotFit(s), c => c.A_buffer_smaller_than_what_is_there_leaves_the_rest_for_the_next_read(true, false));

    [Fact]
    public Task A_write_that_waits_for_nobody_is_noticed() => Breaks(
        s => new WaitsForNoReader(s), c => c.A_write_that_nobody_reads_waits_for_the_reader(false, true));

    [Fact]
    public Task A_write_that_no_reset_ends_is_noticed() => Breaks(
        s => new MayWriteBehindItsEnd(s), c => c.A_write_that_waits_fails_at_the_reset_of_either_end(false, true));

    [Fact]
    public Task An_end_that_does_not_stay_is_noticed() => Breaks(
        s => new EndsOnlyOnce(s), c => c.The_end_comes_behind_everything_that_was_written_and_stays(true, true));

    [Fact]
    public Task A_close_that_does_not_wait_is_noticed() => Breaks(
        s => new ClosesWithoutWaiting(s),
        c => c.A_close_waits_for_that_of_the_peer_until_it_is_aborted(false, false),
        c => c.Who_has_heard_the_end_can_still_write_as_much_as_ever(false, false),
        c => c.A_read_that_waits_while_its_own_end_closes_gets_what_comes_late(true, false),
        c => c.Closing_twice_is_closing_once(false, true));

    [Fact]
    public Task A_reset_in_place_of_an_end_is_noticed() => Breaks(
        s => new AbortsToClose(s),
        c => c.A_read_that_waits_hears_the_end(true, false),
        c => c.Both_ends_may_close_at_the_same_time(false, false),
        c => c.The_end_comes_behind_everything_that_was_written_and_stays(false, false));

    [Fact]
    public Task A_write_behind_ones_own_end_is_noticed() => Breaks(
        s => new MayWriteBehindItsEnd(s), c => c.Nothing_is_written_after_ones_own_end(true, true));

    [Fact]
    public Task Writes_that_succeed_for_ever_after_a_reset_are_noticed() => Breaks(
        s => new MayWriteBehindItsEnd(s),
        c => c.After_a_reset_a_write_fails_sooner_or_later(false, true),
        c => c.A_process_that_dies_leaves_an_end_or_a_reset_behind_what_it_wrote(true));

    [Fact]
    public Task A_reset_that_looks_like_an_end_is_noticed() => Breaks(
        s => new TakesAResetForAnEnd(s),
        c => c.A_reset_fails_a_read_that_waits(false, true),
        c => c.After_a_reset_a_write_fails_sooner_or_later(true, true),
        c => c.After_a_failed_write_a_read_gives_what_had_arrived_or_fails_and_is_no_end(false, false),
        c => c.An_abort_fails_what_waits_at_its_own_end_and_all_that_follows(false, false),
        c => c.After_an_abort_reads_fail_even_of_what_had_arrived(true, false),
        c => c.After_an_abort_not_even_a_heard_end_is_read_again(true, true));

    [Fact]
    public Task An_end_in_place_of_a_reset_is_noticed() => Breaks(
        s => new ClosesToAbort(s),
        c => c.A_reset_fails_a_read_that_waits(true, false),
        c => c.A_close_waits_for_that_of_the_peer_until_it_is_aborted(true, true),
        c => c.An_abort_in_the_handshake_is_a_result_at_both_ends(false));

    [Fact]
    public Task A_reset_that_is_told_once_only_is_noticed() => Breaks(
        s => new BreaksOnlyOnce(s), c => c.After_a_reset_reads_give_at_most_what_was_written_and_then_fail_each_time(false, false));

    [Fact]
    public Task A_handshake_that_throws_is_noticed() => Breaks(
        s => new ThrowsInTheHandshake(s),
        c => c.Clear_text_where_TLS_is_due_fails_the_handshake(false, false),
        c => c.An_end_in_the_handshake_fails_it(true),
        c => c.A_process_that_dies_in_the_handshake_fails_it(),
        c => c.A_server_without_certificate_cannot_be_shaken_hands_with(),
        c => c.An_alert_in_the_handshake_fails_it_at_both_ends(),
        c => c.A_client_may_hear_that_its_certificate_is_refused_only_after_its_handshake(TlsFault.After, false));

    [Fact]
    public Task A_handshake_that_only_seems_to_succeed_is_noticed() => Breaks(
        s => new SkipsTheHandshake(s),
        c => c.Clear_text_ahead_of_a_handshake_is_never_read_behind_it(true, true),
        c => c.Clear_text_where_TLS_is_due_fails_the_handshake(true, true),
        c => c.An_alert_in_the_handshake_fails_it_at_both_ends());

    [Fact]
    public Task A_certificate_that_is_not_seen_is_missed() => Breaks(
        s => new SeesNoCertificate(s),
        c => c.A_handshake_gives_each_end_the_facts_of_the_others_certificate(
            CertificateState.Expired, true, Core.Evidence.CertificateVerdict.Expired));

    [Fact]
    public Task A_socket_that_only_forwards_breaks_nothing() =>
        new Suite(s => new Forwarding(s)).A_reset_fails_a_read_that_waits(false, false);

    private static async Task Breaks(Func<ISocket, ISocket> wrap, params Func<TransportContract, Task>[] points)
    {
        foreach (var point in points)
        {
            await Assert.ThrowsAnyAsync<XunitException>(() => point(new Suite(wrap)));
        }
    }

    /// <summary>The contract over the simulated network with something broken in between.</summary>
    private sealed class Suite(Func<ISocket, ISocket> wrap) : TransportContract
    {
        private protected override Task Keep(Func<ITransportArm, Task> body)
        {
            for (var seed = 0UL; seed < 40; seed++)
            {
                SimulatedArm.Run(seed, wrap, body);
            }

            return Task.CompletedTask;
        }
    }
}

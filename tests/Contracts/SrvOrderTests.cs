using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class SrvOrderTests
{
    private static readonly SrvAnswer None = new SrvAnswer.None();
    private static readonly SrvAnswer Refusal = Records(new SrvRecord(0, 0, 0, ""));

    [Property(MaxTest = 500)]
    public void The_order_is_a_permutation_that_never_puts_a_higher_priority_number_first(
        (byte Priority, ushort Weight)[] startTls, (byte Priority, ushort Weight)[] directTls, int seed)
    {
        var random = new Random(seed);
        var (records, direct) = (RecordsOf(startTls), RecordsOf(directTls));
        if (records.Length + direct.Length == 0)
        {
            return;
        }

        var targets = TargetsOf(Records(records), Records(direct), random.Next);
        var all = records.ToDictionary(r => new Target(r.Host, r.Port, DirectTls: false), r => r.Priority)
            .Concat(direct.ToDictionary(r => new Target(r.Host, r.Port, DirectTls: true), r => r.Priority))
            .ToDictionary();
        Assert.Equal(all.Count, targets.Distinct().Count());
        Assert.Equal(all.Count, targets.Count);
        var priorities = targets.Select(t => all[t]).ToList();
        Assert.Equal(priorities.Order(), priorities);
    }

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(1, "one")]
    [InlineData(2, "three")]
    [InlineData(4, "three")]
    public void The_first_of_a_priority_is_where_the_running_sum_reaches_the_number_drawn(int drawn, string first)
    {
        // RFC 2782, Weight: "select the RR whose running sum value is the first in the selected order which is
        // greater than or equal to the random number selected"; weight 0 has a very small chance, not none.
        var answer = Records(new(5, 1, 1, "one"), new(5, 3, 3, "three"), new(5, 0, 9, "zero"));
        List<int> bounds = [];
        int Draw(int bound)
        {
            bounds.Add(bound);
            return bounds.Count == 1 ? drawn : 0;
        }

        Assert.Equal(first, TargetsOf(answer, None, Draw)[0].Host);
        Assert.Equal(5, bounds[0]);
    }

    [Fact]
    public void Larger_weights_come_first_in_proportion()
    {
        // RFC 2782, Weight: "Larger weights SHOULD be given a proportionately higher probability of being selected".
        var random = new Random(1);
        var answer = Records(new(0, 10, 1, "ten"), new(0, 30, 3, "thirty"));
        var heavyFirst = Enumerable.Range(0, 4000).Count(_ => TargetsOf(answer, None, random.Next)[0].Host == "thirty");
        Assert.InRange(heavyFirst, 2800, 3200);
    }

    [Fact]
    public void Both_services_are_one_set_and_each_target_keeps_its_kind()
    {
        // XEP-0368 3: one set; direct TLS to an _xmpps-server target and to no other.
        var targets = TargetsOf(
            Records(new(1, 0, 5269, "b"), new(3, 0, 5269, "d")),
            Records(new(0, 0, 5270, "a"), new(2, 0, 5270, "c")),
            _ => 0);
        Assert.Equal(
            [new("a", 5270, true), new("b", 5269, false), new("c", 5270, true), new("d", 5269, false)], targets);
    }

    [Fact]
    public void A_single_target_of_a_dot_ends_the_search()
    {
        // RFC 6120 3.2.1 item 3: "the initiating entity MUST abort SRV processing at this point".
        Assert.IsType<Resolution.NotFound>(SrvOrder.Judge(Refusal, None, _ => 0));
    }

    [Fact]
    public void A_dot_for_direct_TLS_leaves_the_other_service_but_no_fallback_to_addresses()
    {
        // XEP-0368 5.
        Assert.Equal("a", TargetsOf(Records(new SrvRecord(0, 0, 5269, "a")), Refusal, _ => 0).Single().Host);
        Assert.IsType<Resolution.NotFound>(SrvOrder.Judge(None, Refusal, _ => 0));
    }

    [Fact]
    public void Only_without_any_SRV_record_the_addresses_of_the_domain_are_asked_for()
    {
        // RFC 6120 3.2.1 items 8 and 9.
        Assert.Null(SrvOrder.Judge(None, None, _ => 0));
        Assert.IsType<Resolution.Found>(SrvOrder.Judge(None, Records(new SrvRecord(0, 0, 5270, "a")), _ => 0));
    }

    [Fact]
    public void A_question_without_answer_is_like_one_without_records()
    {
        // RFC 6120 3.2.1 item 9: without a response the fallback to addresses SHOULD be tried; item 3, XEP-0368 5: never
        // behind a ".".
        var failed = new SrvAnswer.Failed("timeout");
        Assert.Null(SrvOrder.Judge(failed, None, _ => 0));
        Assert.Null(SrvOrder.Judge(None, failed, _ => 0));
        Assert.IsType<Resolution.NotFound>(SrvOrder.Judge(failed, Records(new SrvRecord(0, 0, 0, "")), _ => 0));
        Assert.IsType<Resolution.Found>(SrvOrder.Judge(failed, Records(new SrvRecord(0, 0, 5270, "a")), _ => 0));
    }

    // Few priorities and weights, so that they meet; the port tells the records apart.
    private static SrvRecord[] RecordsOf((byte Priority, ushort Weight)[] drawn) =>
        [.. drawn.Select((r, i) => new SrvRecord(r.Priority % 4, r.Weight % 9, i + 1, "h.example"))];

    private static SrvAnswer.Found Records(params SrvRecord[] records) => new(records.ToSeq());

    private static Seq<Target> TargetsOf(SrvAnswer startTls, SrvAnswer directTls, Func<int, int> draw) =>
        Assert.IsType<Resolution.Found>(SrvOrder.Judge(startTls, directTls, draw)).Targets;
}

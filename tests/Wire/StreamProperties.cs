using FsCheck;
using FsCheck.Xunit;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

[Properties(Arbitrary = [typeof(Generated)], MaxTest = 300)]
public sealed class StreamProperties
{
    private static readonly ReaderLimits Large = new(1_000_000, 16, 64);

    [Property]
    public void Everything_written_is_read_back_equal(Conversation conversation)
    {
        var bytes = Writing.Bytes(conversation.Items);
        Assert.Equal(conversation.Items, Reading.InPieces(bytes, Large, bytes.Length));
    }

    [Property]
    public void Every_rendered_element_is_parsed_back_equal(Tree tree)
    {
        foreach (var around in (string[])["", Namespaces.Server, "urn:x"])
        {
            var text = Reading.Utf8(ElementText.Render(tree.Element, around));
            Assert.True(ElementText.TryParse(text, around, Large, out var element, out _));
            Assert.Equal(tree.Element, element);
        }
    }

    [Property]
    public void The_items_do_not_depend_on_how_the_bytes_are_cut(
        Conversation conversation, NonEmptyArray<PositiveInt> sizes)
    {
        var bytes = Writing.Bytes(conversation.Items);
        Assert.Equal(conversation.Items, Reading.InPieces(bytes, Large, [.. sizes.Get.Select(s => s.Get)]));
        Assert.Equal(conversation.Items, Reading.InPieces(bytes, Large, 1));
    }

    [Property(MaxTest = 30)]
    public void The_items_do_not_depend_on_where_the_bytes_are_cut_in_two(Conversation conversation)
    {
        var bytes = Writing.Bytes(conversation.Items.Take(3));
        var whole = Reading.InPieces(bytes, Large, bytes.Length);
        for (var at = 1; at < bytes.Length; at++)
        {
            Assert.Equal(whole, Reading.InPieces(bytes, Large, at, bytes.Length));
        }
    }

    [Property]
    public void A_damaged_stream_is_judged_the_same_however_it_is_cut(
        Conversation conversation, Damage damage, PositiveInt size)
    {
        var bytes = damage.Of(Writing.Bytes(conversation.Items));
        var whole = Reading.InPieces(bytes, Large, Math.Max(1, bytes.Length));
        Assert.Equal(whole, Reading.InPieces(bytes, Large, 1));
        Assert.Equal(whole, Reading.InPieces(bytes, Large, size.Get));
        Assert.DoesNotContain(whole.SkipLast(1), item => item is WireItem.Broken);
    }

    [Property(MaxTest = 3_000)]
    public void Random_bytes_never_throw(byte[] bytes, PositiveInt size)
    {
        byte[] inside = [.. Reading.Utf8("<r>"), .. bytes];
        Assert.Equal(Reading.All(inside), Reading.InPieces(inside, Reading.Limits, size.Get));
        Assert.Equal(Reading.All(bytes), Reading.InPieces(bytes, Reading.Limits, size.Get));
    }

    [Property(MaxTest = 3_000)]
    public void Markup_in_any_order_is_judged_the_same_however_it_is_cut(Soup soup, PositiveInt size)
    {
        var bytes = Reading.Utf8(soup.Text);
        Assert.Equal(Reading.All(bytes), Reading.InPieces(bytes, Reading.Limits, 1));
        Assert.Equal(Reading.All(bytes), Reading.InPieces(bytes, Reading.Limits, size.Get));
    }

    [Property]
    public void No_item_is_longer_than_the_limit(Conversation conversation, PositiveInt max)
    {
        var limits = Large with { ElementBytesMax = max.Get * 10 };
        var bytes = Writing.Bytes(conversation.Items);
        var reader = new ElementReader(limits);
        foreach (var b in bytes)
        {
            var before = reader.BufferedCount;
            reader.Feed([b]);
            while (reader.TryRead(out var item))
            {
                Assert.True(item is WireItem.Broken || before < limits.ElementBytesMax);
            }

            Assert.InRange(reader.BufferedCount, 0, limits.ElementBytesMax - 1);
        }
    }

    [Property]
    public void The_bytes_behind_an_item_are_untouched(Conversation conversation, byte[] behind)
    {
        foreach (var item in conversation.Items.Skip(1))
        {
            var bytes = Writing.Bytes([conversation.Items[0], item]);
            var reader = new ElementReader(Large);
            reader.Feed([.. bytes, .. behind]);
            Assert.True(reader.TryRead(out _));
            Assert.True(reader.TryRead(out var read));
            Assert.Equal(item, read);
            Assert.Equal(behind.Length, reader.BufferedCount);
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// The words of a simulated peer. Conditions are taken as they are, and what stands where no writer of ours would
/// write it is written all the same.
/// </summary>
internal sealed class Wording
{
    private readonly ElementWriter _writer = new();
    private bool _isOpen;

    public static ReadOnlyMemory<byte> Raw(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The open tag of a stream, without what the form leaves out.</summary>
    public static WireItem Header(HeaderForm form, Domain from, Domain? to, StreamId? id, bool hasVersion)
    {
        var opened = (WireItem.Opened)Phrases.Header(
            form.HasFlag(HeaderForm.WithoutFrom) ? null : from,
            form.HasFlag(HeaderForm.WithoutTo) ? null : to,
            id,
            form.HasFlag(HeaderForm.WithoutVersion) || !hasVersion ? null : StreamVersion.One);
        return form.HasFlag(HeaderForm.WithoutDialback)
            ? opened with { Declarations = opened.Declarations.Where(d => d.Namespace != Namespaces.Dialback).ToSeq() }
            : opened;
    }

    /// <summary>Unlike ours, a peer may list dialback without saying that it handles its errors.</summary>
    public static WireItem Features(StreamFeatures features)
    {
        if (features is not { Dialback: true, DialbackErrors: false })
        {
            return Phrases.Features(features);
        }

        var others = (WireItem.Whole)Phrases.Features(features with { Dialback = false });
        return new WireItem.Whole(others.Element.With(new Element(Namespaces.DialbackFeature, "dialback")));
    }

    public static WireItem StreamError(string condition) =>
        Phrases.Say(new Element(Namespaces.Streams, "error").With(new Element(Namespaces.StreamErrors, condition)));

    public static WireItem SaslFailure(string condition) =>
        Phrases.Say(new Element(Namespaces.Sasl, "failure").With(new Element(Namespaces.Sasl, condition)));

    public static WireItem Key(Domain from, Domain? to, string key) =>
        Phrases.Say(Dialback("result", from, to).WithText(key));

    /// <summary>XEP-0220 2.5: the addresses of the request, swapped.</summary>
    public static WireItem Result(DomainPair pair, string type, string? condition) =>
        Phrases.Say(Judged(Dialback("result", pair.Target, pair.Sender), type, condition));

    public static WireItem Question(Domain from, Domain? to, StreamId? id) =>
        Phrases.Say(Dialback("verify", from, to).With("id", id?.Value ?? "none").WithText("key"));

    public static WireItem Verdict(DomainPair pair, StreamId? id, string type, string condition) =>
        Phrases.Say(Judged(Dialback("verify", pair.Sender, pair.Target).With("id", id?.Value ?? "none"), type, condition));

    public static WireItem Message(Domain from, Domain? to, int number) =>
        Phrases.Say(new Element(Namespaces.Server, "message").With("from", from.Name).With("to", to?.Name)
            .With("id", number.ToString(CultureInfo.InvariantCulture)));

    public ReadOnlyMemory<byte> Write(WireItem item)
    {
        if (item is not WireItem.Opened && !_isOpen)
        {
            return Raw(item is WireItem.Whole(var element) ? ElementText.Render(element) : "</stream:stream>");
        }

        var output = new ArrayBufferWriter<byte>();
        _writer.Write(item, output);
        _isOpen = item is not WireItem.Ended;
        return output.WrittenMemory;
    }

    private static Element Dialback(string local, Domain from, Domain? to) =>
        new Element(Namespaces.Dialback, local).With("from", from.Name).With("to", to?.Name);

    private static Element Judged(Element element, string type, string? condition) => type == "error"
        ? element.With("type", type).With(
            new Element(Namespaces.Server, "error").With("type", "cancel")
                .With(new Element(Namespaces.StanzaErrors, condition ?? "item-not-found")))
        : element.With("type", type);
}

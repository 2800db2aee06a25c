using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Reads one direction of a stream: bytes in, as they arrive; complete items out, one at a time.
/// </summary>
/// <remarks>
/// <para>
/// An item takes the bytes up to its last <c>&gt;</c> and none behind it, because the bytes behind
/// <c>&lt;proceed/&gt;</c> are not XML. White space between items is consumed by the next <see cref="TryRead"/>,
/// not before.
/// </para>
/// <para>
/// The work is linear in the number of bytes however they are cut, the memory is bounded by the limits and the
/// pieces fed, and the items are the same for every way to cut the bytes.
/// </para>
/// <para>
/// What <see cref="WireItem.Broken"/> says is the first violation in the order of the document.
/// </para>
/// </remarks>
internal sealed class ElementReader(ReaderLimits limits)
{
    private readonly ByteQueue _queue = new();
    private readonly ElementBuilder _builder = new();
    private TokenScanner _scanner;
    private Place _place;
    private long _consumed;

    /// <summary>May change between items, for instance once the peer has proved its domain.</summary>
    public ReaderLimits Limits { get; set; } = limits;

    /// <summary>How many bytes were fed and belong to no item that was read.</summary>
    public int BufferedCount => _queue.Count;

    public bool HasBuffered => BufferedCount > 0;

    /// <summary>How many bytes the scanner looked at, to prove that the work is linear.</summary>
    internal long Scanned => _scanner.Scanned;

    /// <summary>A reader of stand-alone elements: as if a root that declares a default namespace were open.</summary>
    internal static ElementReader Inside(string defaultNamespace, ReaderLimits limits)
    {
        var reader = new ElementReader(limits) { _place = Place.Root };
        reader._builder.DeclareDefault(defaultNamespace);
        return reader;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_place != Place.Broken)
        {
            _queue.Append(bytes);
        }
    }

    /// <summary>The next item; false if it is not complete yet, or if the stream is broken or ended.</summary>
    public bool TryRead([NotNullWhen(true)] out WireItem? item)
    {
        item = null;
        while (item is null && _place != Place.Broken)
        {
            if (_place == Place.EmptyRoot)
            {
                _place = Place.Epilog;
                item = new WireItem.Ended();
            }
            else if (!TryReadToken(out item))
            {
                return false;
            }
        }

        return item is not null;
    }

    /// <summary>
    /// RFC 6120 4.3.3: the next thing is a new document; bytes that belong to no item yet are its first ones.
    /// </summary>
    public void Restart()
    {
        _builder.Restart();
        _scanner.Restart();
        _place = _place == Place.Broken ? Place.Broken : Place.Start;
        _consumed = 0;
    }

    /// <summary>
    /// As <see cref="Restart"/>, and the bytes buffered are forgotten: what was read before TLS has no say after it.
    /// </summary>
    public void Reset()
    {
        Restart();
        _queue.Clear();
    }

    /// <summary>Goes one token on, which may or may not complete an item; false if the token is not complete.</summary>
    private bool TryReadToken(out WireItem? item)
    {
        item = null;
        if (_scanner.Position == 0 && !TryStartItem(out item))
        {
            return item is not null;
        }

        var window = _queue.Span;
        window = window[..Math.Min(window.Length, Limits.ElementBytesMax)];
        if (_place == Place.Root && _scanner.IsFresh && TryReadAtOnce(window, out item))
        {
            return true;
        }

        var at = _consumed + _scanner.Position;
        var kind = _scanner.Next(window, out var token);
        if (kind == TokenKind.Incomplete)
        {
            item = window.Length == Limits.ElementBytesMax
                ? Break(Violations.TooLarge($"no end within {Limits.ElementBytesMax} bytes"), _consumed)
                : null;
            return item is not null;
        }

        var broken = Utf8.IsValid(window[token])
            ? Take(kind, window, token, out item)
            : Violations.Encoding("invalid UTF-8");
        if (broken is not null)
        {
            item = Break(broken, at);
        }

        return true;
    }

    /// <summary>Tried once for an item, and before any other way, so that the work stays linear.</summary>
    private bool TryReadAtOnce(ReadOnlySpan<byte> window, out WireItem? item)
    {
        var element = _builder.Read(window, Limits, out var length);
        item = element is null ? null : new WireItem.Whole(element);
        _scanner.Scanned += length;
        if (item is not null)
        {
            Consume(length);
        }

        return item is not null;
    }

    /// <summary>Consumes the white space in front of an item; true if there is a beginning of one.</summary>
    private bool TryStartItem(out WireItem? item)
    {
        item = null;
        var bytes = _queue.Span;
        if (_place == Place.Start && bytes is [0xFE or 0xFF or 0, ..] or [(byte)'<', 0, ..])
        {
            // XML appendix F: the byte order marks of UTF-16 and UTF-32, or their forms of the first "<".
            item = Break(Violations.Encoding("UTF-16 or UTF-32"), _consumed);
            return false;
        }

        var white = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        white = white < 0 ? bytes.Length : white;
        if (white > 0)
        {
            // XML 2.8: white space may stand before the root, but not before the XML declaration.
            _place = _place == Place.Start ? Place.Prolog : _place;
            Consume(white);
        }

        if (white == bytes.Length)
        {
            return false;
        }

        if (bytes[white] != '<')
        {
            // RFC 6120 11.7 allows white space between first-level elements and nothing else; around the root XML
            // itself forbids it. U+FEFF is such text too: 11.6 "MUST interpret that character as a zero width
            // no-break space, not as a byte order mark".
            item = Break(Violations.NotWellFormed("text outside of first-level elements"), _consumed);
            return false;
        }

        return true;
    }

    private WireItem.Broken? Take(TokenKind kind, ReadOnlySpan<byte> bytes, Range token, out WireItem? item)
    {
        item = null;
        switch (kind)
        {
            // RFC 6120 11.1: "comments", "processing instructions", "internal or external DTD subsets".
            case TokenKind.Comment:
                return Violations.Restricted("comment");
            case TokenKind.Instruction:
                return Violations.Restricted("processing instruction");
            case TokenKind.DocumentType:
                return Violations.Restricted("document type declaration");
            case TokenKind.Malformed:
                return Violations.NotWellFormed("malformed markup");
            default:
                return _place switch
                {
                    Place.Start or Place.Prolog => TakeProlog(kind, bytes, token, out item),
                    Place.Root => TakeContent(kind, bytes, token, out item),
                    _ => Violations.NotWellFormed("markup behind the root"),
                };
        }
    }

    private WireItem.Broken? TakeProlog(TokenKind kind, ReadOnlySpan<byte> bytes, Range token, out WireItem? item)
    {
        item = null;
        switch (kind)
        {
            case TokenKind.Declaration when _place == Place.Start:
                var judgement = XmlDeclaration.Judge(bytes[token]);
                _place = Place.Prolog;
                EndItem(token);
                return judgement;
            case TokenKind.OpenTag when IsErrorTag(bytes[token]):
                _place = Place.Root;
                var unheralded = _builder.OpenUnheralded(bytes, token, Limits, out var error);
                item = error is null ? null : new WireItem.Whole(error);
                return unheralded;
            case TokenKind.OpenTag:
                var broken = _builder.OpenRoot(bytes[token], Limits, out var root, out var isEmpty);
                item = root;
                _place = isEmpty ? Place.EmptyRoot : Place.Root;
                EndItem(token);
                return broken;
            default:
                return Violations.NotWellFormed("no root");
        }
    }

    private WireItem.Broken? TakeContent(TokenKind kind, ReadOnlySpan<byte> bytes, Range token, out WireItem? item)
    {
        item = null;
        Element? whole = null;
        WireItem.Broken? broken;
        switch (kind)
        {
            case TokenKind.OpenTag:
                broken = _builder.Open(bytes, token, Limits, out whole);
                break;
            case TokenKind.CloseTag when _builder.Depth == 0:
                broken = _builder.CloseRoot(bytes[token]);
                _place = Place.Epilog;
                item = new WireItem.Ended();
                break;
            case TokenKind.CloseTag:
                broken = _builder.Close(bytes, token, out whole);
                break;
            case TokenKind.Text when _builder.Depth > 0:
                return _builder.Text(bytes[token]);
            case TokenKind.Section when _builder.Depth > 0:
                return _builder.Section(bytes[token]);
            default:
                return Violations.NotWellFormed("misplaced CDATA section or XML declaration");
        }

        item = whole is null ? item : new WireItem.Whole(whole);
        if (item is not null)
        {
            EndItem(token);
        }

        return broken;
    }

    // Servers of the time before RFC 3920 refuse by a stream error without any header, its prefix bound to nothing. What it
    // says is worth more than that it is not well-formed.
    private static bool IsErrorTag(ReadOnlySpan<byte> tag) =>
        tag.StartsWith("<stream:error"u8) && " \t\r\n/>"u8.Contains(tag["<stream:error".Length]);

    private void EndItem(Range token)
    {
        Consume(token.End.Value);
        _scanner.Restart();
    }

    private void Consume(int count)
    {
        _queue.Drop(count);
        _consumed += count;
    }

    /// <summary>RFC 6120 11.3: what is not well-formed is not accepted; nothing behind it can be understood.</summary>
    private WireItem.Broken Break(WireItem.Broken broken, long at)
    {
        _place = Place.Broken;
        _builder.Abandon();
        _queue.Clear();
        return broken with { Detail = $"{broken.Detail}, at byte {at}" };
    }

    private enum Place
    {
        /// <summary>At the very start of a document: the XML declaration or the root.</summary>
        Start,

        /// <summary>Before the root.</summary>
        Prolog,

        /// <summary>Inside the root.</summary>
        Root,

        /// <summary>Behind an open tag of the root which is also its close tag.</summary>
        EmptyRoot,

        /// <summary>Behind the root.</summary>
        Epilog,

        /// <summary>Behind a violation.</summary>
        Broken,
    }
}

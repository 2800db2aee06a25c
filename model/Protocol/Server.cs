namespace Xmpp.Federation.Model.Protocol;

/// <summary>A server's end of one connection.</summary>
/// <param name="Link">The number of the connection.</param>
/// <param name="End">What was said and heard there.</param>
internal readonly record struct Seat(ushort Link, StreamEnd End);

/// <summary>A key that a peer has presented, for a pair that it wants to send for (XEP-0220 2.1.1).</summary>
/// <param name="Link">Where; 0 when that stream is no more: a question about it may still be on its way.</param>
/// <param name="Pair">For which pair.</param>
/// <param name="Id">The id of that stream then.</param>
/// <param name="Key">The key.</param>
/// <param name="Type">What its authority has said of it.</param>
internal readonly record struct Claim(ushort Link, Pair Pair, Id Id, Key Key, AnswerType Type);

/// <summary>A question about a key: asked by us, or to be answered by us (XEP-0220 2.1.2).</summary>
/// <param name="Link">Over which connection.</param>
/// <param name="Pair">The pair that the key is for.</param>
/// <param name="Id">The id that it is for.</param>
/// <param name="Key">The key.</param>
internal readonly record struct Question(ushort Link, Pair Pair, Id Id, Key Key);

/// <summary>
/// All that the rules need to know of one server: what it is, and what it has said and heard. Nothing of how it decides.
/// </summary>
internal sealed record Server(Facts Facts)
{
    /// <summary>Its connections.</summary>
    public Row<Seat> Seats { get; init; }

    /// <summary>What it has to find out.</summary>
    public Row<Claim> Claims { get; init; }

    /// <summary>What it has asked authorities, as long as there is no answer.</summary>
    public Row<Question> Questions { get; init; }

    /// <summary>What it was asked as an authority and has not answered.</summary>
    public Row<Question> Inquiries { get; init; }

    /// <summary>Where in <see cref="Seats"/> a connection stands, or -1.</summary>
    public int SeatOf(ushort link)
    {
        for (var i = 0; i < Seats.Count; i++)
        {
            if (Seats[i].Link == link)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Its end of a connection.</summary>
    public StreamEnd EndOf(ushort link) => Seats[SeatOf(link)].End;

    public Server With(ushort link, StreamEnd end) => SeatOf(link) is >= 0 and var at
        ? this with { Seats = Seats.With(at, new Seat(link, end)) }
        : this with { Seats = Seats.Add(new Seat(link, end)) };

    /// <summary>It has no longer to do with a connection.</summary>
    public Server Leave(ushort link) => Restart(link) with
    {
        Seats = Seats.Where(s => s.Link != link),
        Questions = Questions.Where(q => q.Link != link),
    };

    /// <summary>
    /// A stream is replaced (RFC 6120 4.3.3): nobody waits on it any more, neither with a key nor with a question. What is
    /// being asked about such a key goes on.
    /// </summary>
    public Server Restart(ushort link) => this with
    {
        Claims = Claims.Select(c => c.Link == link ? c with { Link = 0 } : c),
        Inquiries = Inquiries.Where(q => q.Link != link),
    };
}

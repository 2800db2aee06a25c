namespace Xmpp.Federation.Model.Protocol;

/// <summary>How far one epoch of a stream has come, seen from one end.</summary>
internal enum Stage : byte
{
    /// <summary>A header is still to be said or heard.</summary>
    Opening,

    /// <summary>Features are due.</summary>
    Greeted,

    /// <summary>Everything is there that is to be known.</summary>
    Open,

    /// <summary>STARTTLS, its handshake, or SASL is under way.</summary>
    Exchanging,

    /// <summary>A last word was said or heard.</summary>
    Ending,
}

/// <summary>What became of the pairs of a stream.</summary>
internal enum Standing : byte
{
    None,

    /// <summary>A pair was asked for and has no answer.</summary>
    Asked,

    /// <summary>A pair is authorised.</summary>
    Granted,
}

/// <summary>
/// What a server did on a stream, so coarse that all that servers can do is a list to be read: where its end stood, and what
/// it said or heard.
/// </summary>
internal readonly record struct Conduct(
    Role Role, bool Bidi, Security Security, Stage Stage, Exchange Exchange, Standing Standing,
    bool Said, MessageKind Kind, AnswerType Type)
{
    /// <summary>A message that is said or heard at an end that stands like this.</summary>
    public static Conduct Of(StreamEnd end, bool said, Message message)
    {
        var stage = StageOf(end);
        return new Conduct(
            end.Role, end.Bidi, end.Security, stage, stage == Stage.Exchanging ? end.Exchange : Exchange.None,
            !end.MayWrite.IsEmpty || !end.MayDeliver.IsEmpty ? Standing.Granted
                : !end.Asked.IsEmpty || !end.Pending.IsEmpty ? Standing.Asked
                : Standing.None,
            said, message.Kind, message.Type);
    }

    public override string ToString() =>
        $"{Small(Role)}{(Bidi ? ", bidi" : "")}, {Small(Security)}, {(Stage == Stage.Exchanging ? Small(Exchange) : Small(Stage))}"
        + $"{(Standing == Standing.None ? "" : $", {Small(Standing)}")}: {(Said ? "says" : "hears")} {Kind}"
        + (Type == AnswerType.None ? "" : $" {Small(Type)}");

    private static string Small<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static Stage StageOf(StreamEnd end) => end switch
    {
        { IsOpen: false } => Stage.Ending,
        { Exchange: not Exchange.None } => Stage.Exchanging,
        { HeaderSaid: false } or { HeaderHeard: false } => Stage.Opening,
        { IsPastFeatures: false } => Stage.Greeted,
        _ => Stage.Open,
    };
}

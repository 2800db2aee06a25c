using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>Our side of one recorded connection: the machine that would have met what was received there.</summary>
internal interface IRecordedSide
{
    /// <summary>Whether the peer is authenticated as far as the stream needs it.</summary>
    bool IsEstablished { get; }

    /// <summary>Where the machine stands, for people.</summary>
    string Standing { get; }

    /// <summary>What the machine decides; a <see cref="Hearing.Swallowed"/> input leaves no trace at all.</summary>
    Hearing Hear(StreamInput input);

    /// <summary>How the handshake ended, whether <c>&lt;starttls/&gt;</c> led to it or not.</summary>
    Hearing Secure(StreamInput outcome);

    /// <summary>Our side has said this: it sets the state. True if a new document follows from the peer.</summary>
    bool Say(Heard said);
}

/// <summary>What a machine did with one input.</summary>
internal readonly record struct Hearing(Seq<Act> Acts, bool Swallowed)
{
    /// <summary>The rule that refused the input, or null.</summary>
    public Rule? Refused
    {
        get
        {
            foreach (var act in Acts)
            {
                if (act is Act.Refuse(var rule))
                {
                    return rule;
                }
            }

            return null;
        }
    }
}

/// <summary>What both roles have in common.</summary>
internal abstract class RecordedSide<TState>(TState first) : IRecordedSide
    where TState : notnull
{
    public abstract bool IsEstablished { get; }

    public string Standing => State.GetType().Name;

    protected TState State { get; set; } = first;

    /// <summary>A machine that wants to end a stream which the recorded side kept open stays where it was.</summary>
    public virtual Hearing Hear(StreamInput input)
    {
        var before = State;
        var step = Step(before, input);
        State = IsOver(step.State) && !EndsStream(input) ? before : step.State;
        return new(step.Acts, step.Acts.IsEmpty && step.State.Equals(before));
    }

    public Hearing Secure(StreamInput outcome)
    {
        State = IsOver(State) ? State : Handshaking;
        return Hear(outcome);
    }

    public bool Say(Heard said)
    {
        // What our side says behind the end of a stream opens it no more.
        return !IsOver(State) && Said(said);
    }

    protected abstract TState Handshaking { get; }

    protected abstract bool IsOver(TState state);

    protected abstract StreamStep<TState> Step(TState state, StreamInput input);

    protected abstract bool Said(Heard said);

    private static bool EndsStream(StreamInput input) => input is not StreamInput.Received received
        || received.What is Heard.CloseTag or Heard.StreamError or Heard.Broken or Heard.EndOfBytes;
}

using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Shell;

/// <summary>An input, the socket that came with it, and who waits until it is taken.</summary>
internal readonly record struct Arrival(Input Input, ISocket? Socket = null, TaskCompletionSource? Taken = null)
{
    /// <summary>Whether a reader waits until this input is processed: its read credit.</summary>
    public bool EndsAWait => Input is Input.Accepted or Input.OnStream
    {
        What: StreamInput.Connected or StreamInput.Received { What: not Heard.EndOfBytes }
            or StreamInput.Secured or StreamInput.TlsFailed,
    };
}

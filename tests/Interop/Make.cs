namespace Xmpp.Federation.Interop.Tests;

/// <summary>The makes of real servers that the tests federate with.</summary>
public enum Make
{
    /// <summary>Prosody, in Lua.</summary>
    Prosody,

    /// <summary>ejabberd, in Erlang.</summary>
    Ejabberd,

    /// <summary>jabberd2, in C: dialback only, no EXTERNAL and no direct TLS.</summary>
    Jabberd2,
}

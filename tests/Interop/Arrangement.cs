namespace Xmpp.Federation.Interop.Tests;

/// <summary>What is to meet.</summary>
/// <param name="Make">The real server.</param>
/// <param name="Demands">What it demands of us.</param>
internal sealed record Arrangement(Make Make, Demands Demands)
{
    /// <summary>What is wrong with its certificate.</summary>
    public Flaw Flaw { get; init; }

    /// <summary>Whether it gives up soon on who says nothing.</summary>
    public bool Impatient { get; init; }

    /// <summary>Whether it offers to carry stanzas both ways on one stream (XEP-0288).</summary>
    public bool Bidi { get; init; }

    /// <summary>What is to be started for it.</summary>
    public Variant Server => new(Make, Demands) { Flaw = Flaw, Impatient = Impatient, Bidi = Bidi };

    /// <summary>How the federation is set up that dials it.</summary>
    public Setting Dialler { get; init; } = Setting.Default;

    /// <summary>
    /// How the federation is set up that it dials; null if it is the same. With one of its own, the server can be
    /// made to dial who would refuse it.
    /// </summary>
    public Setting? Listener { get; init; }

    /// <summary>Whether the two know each other's dialback keys, as one server does.</summary>
    public bool OneSecret { get; init; } = true;

    /// <summary>Whether we dial with TLS from the first byte; null as the server has it.</summary>
    public bool? DialDirectTls { get; init; }

    /// <summary>Whether the server dials us with TLS from the first byte; null as we have it.</summary>
    public bool? DialledDirectTls { get; init; }

    /// <summary>Whether the server serves the domain that we address.</summary>
    public bool TheyServe { get; init; } = true;

    /// <summary>Whether who is dialled serves the domain that the server addresses.</summary>
    public bool WeServe { get; init; } = true;

    /// <summary>Who is asked about the server's keys instead of itself; a server without TLS.</summary>
    public Make? Authority { get; init; }

    /// <summary>In which way nobody is where the server looks for us.</summary>
    public Absence OursAway { get; init; }

    /// <summary>In which way nobody is where we look for who is to vouch for the server.</summary>
    public Absence TheirsAway { get; init; }

    /// <summary>Whether somebody listens in, who can cut them off. Each is dialled in another way then.</summary>
    public bool Relayed { get; init; }
}

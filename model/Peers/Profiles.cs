namespace Xmpp.Federation.Model.Peers;

/// <summary>Whole servers, chosen by <c>profile</c> in a world file.</summary>
internal static class Profiles
{
    /// <summary>All of them: the one of the standards, the historic ones of the thread of 2004, the real ones.</summary>
    public static IReadOnlyList<Profile> All { get; } =
    [
        Conforming.Profile,
        Historic.Legacy,
        Historic.Jabberd14,
        Historic.SoapBox,
        Conforming.Profile with { Name = "prosody-0.12", Meaning = "Prosody 0.12.3 as Debian 12 ships it" },
        Conforming.Profile with { Name = "ejabberd-23.01", Meaning = "ejabberd 23.01 as Debian 12 ships it" },
        Conforming.Profile with { Name = "jabberd2-2.7", Meaning = "jabberd2 2.7.0 as Debian 12 ships it" },
    ];

    /// <summary>The profile of that name, which is known to exist.</summary>
    public static Profile Named(string name) => All.First(p => p.Name == name);
}

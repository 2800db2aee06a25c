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
        Prosody.Profile,
        Ejabberd.Profile,
        Jabberd2.Profile,
    ];

    /// <summary>The profile of that name, which is known to exist.</summary>
    public static Profile Named(string name) => All.First(p => p.Name == name);
}

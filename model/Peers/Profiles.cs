using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>Whole servers, chosen by <c>profile</c> in a world file.</summary>
internal static class Profiles
{
    /// <summary>All of them: the one of the standards, the historic ones of the thread of 2004, the real ones.</summary>
    public static IReadOnlyList<Profile> All { get; } =
    [
        Conforming.Profile,
        Conforming.Profile with
        {
            Name = "legacy-0.9",
            Meaning = "knows neither version nor features, TLS or SASL: dialback in clear",
            HasVersion = false,
        },
        Conforming.Profile with
        {
            Name = "jabberd14-2004",
            Meaning = "a pre-standard server: no version, and a stream error in front of any header when it refuses",
            HasVersion = false,
        },
        (Conforming.Profile with
        {
            Name = "soapbox-2004",
            Meaning = "configured for one method only, it refuses the others by invalid-namespace",
        }).On(HeaderWithoutDialback, [Header, .. Accuse("invalid-namespace")]),
        Conforming.Profile with { Name = "prosody-0.12", Meaning = "Prosody 0.12.3 as Debian 12 ships it" },
        Conforming.Profile with { Name = "ejabberd-23.01", Meaning = "ejabberd 23.01 as Debian 12 ships it" },
        Conforming.Profile with { Name = "jabberd2-2.7", Meaning = "jabberd2 2.7.0 as Debian 12 ships it" },
    ];

    /// <summary>The profile of that name, which is known to exist.</summary>
    public static Profile Named(string name) => All.First(p => p.Name == name);
}

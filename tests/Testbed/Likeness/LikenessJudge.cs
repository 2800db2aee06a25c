using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Recordings;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>What came of replaying one recording to a profile.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Alike">How many kinds were the same, up to the difference or the end.</param>
/// <param name="Difference">Null where the profile said what the server had said.</param>
internal sealed record LikenessReport(string Profile, int Alike, Difference? Difference);

/// <summary>Says whether a profile is like the server that was recorded.</summary>
internal static class LikenessJudge
{
    /// <summary>Replays a recording to the profile of its server.</summary>
    public static Parsed<LikenessReport> Judge(Recording recording) => Judge(recording, null);

    /// <summary>Replays a recording to a profile, null for that of its server.</summary>
    public static Parsed<LikenessReport> Judge(Recording recording, Profile? other) =>
        RecordedLinesReader.Read(recording).Then<LikenessReport>(recorded =>
        {
            if (RecordedServer.Of(recorded) is not { } server)
            {
                return new InputProblem(
                    recording.File, 1, "meta.server", $"'{Printable.OneLine(recorded.Server)}' is none that a profile describes", null);
            }

            var profile = other ?? Profiles.Named(server.Profile);
            var peer = new RecordedPeer(server, profile);
            var difference = peer.Replay(recorded.Lines);
            return new LikenessReport(profile.Name, peer.Alike, difference);
        });
}

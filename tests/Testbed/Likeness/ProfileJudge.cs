using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>Judges the profile of a recorded server, with the differences that are known.</summary>
internal sealed class ProfileJudge : IProfileJudge
{
    private readonly Dictionary<string, string> _listed =
        ListedDifferences.Load().ToDictionary(d => d.Recording, d => d.What, StringComparer.Ordinal);

    public Parsed<ProfileVerdict> Judge(Recording recording) => LikenessJudge.Judge(recording).Then<ProfileVerdict>(report =>
    {
        var listed = _listed.GetValueOrDefault(Path.GetFileNameWithoutExtension(recording.File));
        var found = report.Difference?.ToString();
        return new ProfileVerdict(
            found is null,
            found == listed ? null
            : found is null ? $"{report.Profile} is like it, though a difference is listed"
            : $"{report.Profile} is not like it: {found}");
    });
}

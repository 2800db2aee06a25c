using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Likeness;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>
/// The profiles of real servers are judged by the recordings of these servers: what our side did there is done to
/// the profile, and the profile must say what the server said. Where it does not, the list says why.
/// </summary>
public sealed class LikenessTests
{
    private const string Accept = "S2S_APPROVE";
    private const string Approved = "ProfileDifferences.approved.txt";
    private const string NoReason = "?";

    private static readonly Lazy<IReadOnlyList<(string Recording, LikenessReport Report)>> Reports = new(() =>
        [.. Corpus.Files.Select(f => (Path.GetFileNameWithoutExtension(f), LikenessJudge.Judge(Read(f)).Value!))]);

    // What was seen while the recordings were made (or, of ResultInClear and ResultUnwanted, is in the issues of
    // jabberd2), without a recording among those that were kept.
    public static TheoryData<string, object> Unrecorded => new()
    {
        {
            "prosody-0.12",
            new[]
            {
                Occasion.HeaderFromOwnDomain, Occasion.NothingToOffer,
                Occasion.StartTlsUnoffered, Occasion.Abort, Occasion.ResultFromOwnDomain, Occasion.StanzaWithoutTo,
                Occasion.ReadyForNothing, Occasion.SaslRefusedFinally, Occasion.FinalFeaturesToAsk,
            }
        },
        {
            "ejabberd-23.01",
            new[]
            {
                Occasion.NewMajorVersion, Occasion.ForeignContent, Occasion.ResultFromOwnDomain, Occasion.VerifyInClear,
                Occasion.StanzaWithoutTo,
            }
        },
        {
            "jabberd2-2.7",
            new[]
            {
                Occasion.NewMinorVersion, Occasion.NewMajorVersion, Occasion.ForeignRoot, Occasion.HeaderWithoutTo,
                Occasion.AddressesChanged, Occasion.UntrustedCertificate, Occasion.NothingToOffer,
                Occasion.StartTlsUnoffered, Occasion.Abort, Occasion.ResultInClear, Occasion.ResultUnwanted,
                Occasion.ResultForUnknownHost, Occasion.ResultFromOwnDomain, Occasion.ResultWithoutKey,
                Occasion.StanzaOfStranger, Occasion.StanzaToUnknownHost,
            }
        },
    };

    [Fact]
    public void A_profile_differs_from_its_server_exactly_where_the_list_says_so()
    {
        var file = Path.Combine(Corpus.Folder, Approved);
        var text = File.ReadAllText(file);
        var actual = Found(ListedDifferences.Read(text));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            var head = string.Concat(text.Split('\n').TakeWhile(l => l.StartsWith('#')).Select(l => $"{l}\n"));
            File.WriteAllText(file, head + string.Concat(actual.Select(d => "\n" + ListedDifferences.Write(d))));
        }

        var listed = ListedDifferences.Read(File.ReadAllText(file));

        Assert.True(
            listed.SequenceEqual(actual),
            $"""
            How the profiles differ from the recordings is not what {Approved} says.
            Gone: {Only(listed, actual)}
            New: {Only(actual, listed)}
            If this is meant, accept it and give the reasons: {Accept}=1 dotnet test --project tests/Corpus
            """);
    }

    [Fact]
    public void Every_listed_difference_has_a_reason() =>
        Assert.All(ListedDifferences.Load(), d => Assert.EndsWith(".", d.Why, StringComparison.Ordinal));

    [Fact]
    public void The_list_is_part_of_the_testbed() => Assert.Equal(
        ListedDifferences.Read(File.ReadAllText(Path.Combine(Corpus.Folder, Approved))), ListedDifferences.Load());

    [Theory]
    [InlineData("prosody", 0.9)]
    [InlineData("ejabberd", 0.85)]
    [InlineData("jabberd2", 0.85)]
    public void Most_recordings_of_a_server_are_alike(string server, double share)
    {
        var reports = Reports.Value.Where(r => r.Recording.StartsWith(server, StringComparison.Ordinal)).ToList();

        Assert.True(reports.Count(r => r.Report.Difference is null) >= share * reports.Count);
    }

    [Theory]
    [MemberData(nameof(Unrecorded))]
    public void A_row_in_which_a_profile_is_not_conforming_is_needed_by_a_recording(string name, object unrecorded)
    {
        var profile = Profiles.Named(name);
        var recordings = Corpus.Files
            .Where(f => Path.GetFileName(f).StartsWith(name.Split('-')[0], StringComparison.Ordinal))
            .Select(f => (Recording: Read(f), LikenessJudge.Judge(Read(f)).Value!.Difference))
            .ToList();

        var needless = profile.Rows.Keys.Where(at =>
            Conforming.Profile.Says(at) is var usual
            && !(Conforming.Profile.Rows.ContainsKey(at) && usual.SequenceEqual(profile.Says(at)))
            && recordings.All(r => LikenessJudge.Judge(r.Recording, Without(profile, at)).Value!.Difference == r.Difference));

        Assert.Equal((Occasion[])unrecorded, [.. needless]);
    }

    // What the profile would say if nobody had looked at the server.
    private static Profile Without(Profile profile, Occasion at) => profile with
    {
        Rows = Conforming.Profile.Rows.TryGetValue(at, out var usual) ? profile.Rows.SetItem(at, usual) : profile.Rows.Remove(at),
    };

    private static IReadOnlyList<ListedDifference> Found(IReadOnlyList<ListedDifference> listed) =>
    [
        .. Reports.Value
            .Where(r => r.Report.Difference is not null)
            .Select(r => new ListedDifference(
                r.Recording,
                r.Report.Difference!.ToString(),
                listed.FirstOrDefault(d => d.Recording == r.Recording)?.Why ?? NoReason)),
    ];

    private static Recording Read(string file) => RecordingFile.Parse(file, File.ReadAllBytes(file)).Value!;

    private static string Only(IReadOnlyList<ListedDifference> here, IReadOnlyList<ListedDifference> there) =>
        string.Concat(here.Except(there).Select(d => $"\n  {d.Recording}: {d.What}").DefaultIfEmpty("nothing"));
}

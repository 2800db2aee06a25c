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
        [.. Corpus.Files.Select(f => (Path.GetFileNameWithoutExtension(f), Judge(f, File.ReadAllText(f)).Value!))]);

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

    private static IReadOnlyList<ListedDifference> Found(IReadOnlyList<ListedDifference> listed) =>
    [
        .. Reports.Value
            .Where(r => r.Report.Difference is not null)
            .Select(r => new ListedDifference(
                r.Recording,
                r.Report.Difference!.ToString(),
                listed.FirstOrDefault(d => d.Recording == r.Recording)?.Why ?? NoReason)),
    ];

    private static Parsed<LikenessReport> Judge(string file, string content, Profile? other = null) =>
        RecordingFile.Parse(file, System.Text.Encoding.UTF8.GetBytes(content)).Then(r => LikenessJudge.Judge(r, other));

    private static string Only(IReadOnlyList<ListedDifference> here, IReadOnlyList<ListedDifference> there) =>
        string.Join("", here.Except(there).Select(d => $"\n  {d.Recording}: {d.What}").DefaultIfEmpty("nothing"));
}

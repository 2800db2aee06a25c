using System.Globalization;
using System.Net;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>
/// The other end of <see cref="Peer"/>: a process that plays one role, takes a command a line and answers each with one.
/// It ends with its input.
/// </summary>
internal static class Child
{
    public const string Command = "role";

    public static async Task<int> RunAsync(string role, string folder)
    {
        var credentials = new Credentials(folder);
        IInitiator? initiator = role switch
        {
            "bare initiator" => new BareInitiator(credentials),
            "raw initiator" => new RawInitiator(credentials),
            "our initiator" => new OurInitiator(credentials),
            _ => null,
        };
        var listening = role switch
        {
            "bare receiver" => await Receivers.BareAsync(credentials, speaks: false),
            "bare receiver that speaks" => await Receivers.BareAsync(credentials, speaks: true),
            "our receiver" => await Receivers.OursAsync(credentials, 0),
            "our receiver of many" => await Receivers.OursAsync(credentials, Memory.MemoryFigures.StreamsMax),
            _ => null,
        };
        Console.WriteLine($"ready {listening?.Port ?? 0}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(await AnswerAsync(initiator, line.Split(' ')));
        }

        return 0;
    }

    private static async Task<string> AnswerAsync(IInitiator? initiator, string[] words)
    {
        try
        {
            switch (words)
            {
                case ["prepare", var count]:
                    await initiator!.PrepareAsync(Number(count));
                    return "done";
                case ["sessions", var count, var atATime, var receiver]:
                    await ManyAsync(Number(count), Number(atATime), i => initiator!.SessionAsync(i, IPEndPoint.Parse(receiver)));
                    return "done";
                case ["hold", var from, var to, var receiver]:
                    var first = Number(from);
                    await ManyAsync(Number(to) - first, 10, i => initiator!.HoldAsync(first + i, IPEndPoint.Parse(receiver)));
                    return "done";
                default:
                    return $"done {Memory.Usage.OfThisProcess()}";
            }
        }
        catch (Exception failure)
        {
            return $"failed: {failure.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static Task ManyAsync(int count, int atATime, Func<int, Task> one) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = atATime },
        async (i, _) => await one(i));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

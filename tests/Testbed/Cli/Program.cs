namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The entry. Synchronous, because the copy that Coyote rewrites must start outside its scheduler.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["try", var name, var n])
        {
            var scenario = Running.Scenario.Named(name);
            var w = System.Diagnostics.Stopwatch.StartNew();
            long steps = 0;
            var ex = new SortedDictionary<string, long>(StringComparer.Ordinal);
            for (var i = 0; i < int.Parse(n, null); i++)
            {
                var (e, s) = Running.CooperativeRun.Execute(scenario.World, new Engines.RandomStrategy(Engines.Chance.SeedOf(0, i)), null);
                steps += s;
                foreach (var m in e.Monitors) { ex[m.Property.Id] = ex.GetValueOrDefault(m.Property.Id) + m.Exercised; }
                if (e.Violation is not null)
                {
                    var log = new Engines.EventLog();
                    Running.CooperativeRun.Execute(scenario.World, new Engines.RandomStrategy(Engines.Chance.SeedOf(0, i)), null, log);
                    Console.WriteLine(log.Text + $"{i} {e.Violation}");
                    foreach (var srv in e.Servers) { Console.WriteLine(srv.Fault); }
                    return 1;
                }
            }
            Console.WriteLine($"{steps} steps {w.Elapsed.TotalSeconds}s {int.Parse(n, null) / w.Elapsed.TotalSeconds}/s");
            Console.WriteLine(string.Join(" ", ex.Select(x => $"{x.Key}={x.Value}")));
            return 0;
        }
        var work = new Unwired();
        return (int)CommandLine.Run(args, Console.Out, Console.Error, new Workers(work, work, work, work));
    }
}

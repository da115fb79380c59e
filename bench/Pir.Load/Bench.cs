using Pir.Testing.Backends;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>Starts everything, measures in interleaved rounds, stops everything.</summary>
internal static class Bench
{
    public static async Task<Measurements> RunAsync(LoadOptions options, Action<string> say)
    {
        say("starting RabbitMQ");
        await using var broker = await RabbitMqServer.StartNewAsync();
        say("starting the intake, the bare endpoint and the naive implementation");
        await using var race = await AcceptRace.StartAsync(broker);
        say("starting all services");
        await using var path = await WholePath.StartAsync(broker);
        await using var cold = await ColdStart.PrepareAsync();
        var idle = MemoryOf("after a few webhooks", path.Installation.Processes);

        var accepts = new List<AcceptRound>();
        var paths = new List<PathRound>();
        var starts = new List<double>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            say($"round {round} of {options.Rounds}");
            accepts.Add(await race.RunAsync(options.Seconds));
            paths.Add(await path.RunAsync(options.Rate, options.Seconds));
            starts.Add(await cold.RunAsync());
        }

        say($"a burst of {options.Burst}, then counting");
        await path.BurstAsync(options.Burst);
        var deliveries = await path.CountDeliveriesAsync();
        var incidents = await path.CountIncidentsAsync();
        return new Measurements(
            accepts,
            paths,
            starts,
            [
                ("incidents stored while racing", await race.CountAsync()),
                ("incidents stored", incidents),
                ("events sent to a subscriber", deliveries),
            ],
            [
                .. idle,
                .. MemoryOf("at the end", path.Installation.Processes),
                (
                    "incident-intake after racing",
                    Megabytes(race.Installation.Processes[Installation.Intake])
                ),
                ("naive after racing", Megabytes(race.Naive.Process)),
                ("standalone after its first webhook", cold.WorkingSet / 1_048_576.0),
            ]
        );
    }

    private static IEnumerable<(string, double)> MemoryOf(
        string when,
        IReadOnlyDictionary<string, ChildProcess> processes
    ) => [.. processes.Select(p => ($"{p.Key} {when}", Megabytes(p.Value)))];

    private static double Megabytes(ChildProcess process) => process.WorkingSet / 1_048_576.0;
}

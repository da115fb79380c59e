using Pir.Testing.Backends;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>Starts everything, measures in interleaved rounds, stops everything.</summary>
internal static class Bench
{
    public static async Task<Measurements> RunAsync(LoadOptions options, Action<string> say)
    {
        say("starting RabbitMQ");
        await using var broker = await RabbitMqServer.StartProcessAsync();
        var race = await RaceAsync(broker, options, say);
        say("starting all services");
        await using var path = await WholePath.StartAsync(broker);
        var idle = MemoryOf("after a few webhooks", path.Installation.Processes);

        var paths = new List<PathRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            say($"the whole path, round {round} of {options.Rounds}");
            paths.Add(await path.RunAsync(options.Rate, options.Seconds));
        }

        say($"a burst of {options.Burst}, then counting");
        await path.BurstAsync(options.Burst);
        var deliveries = await path.CountDeliveriesAsync();
        var incidents = await path.CountIncidentsAsync();
        var fresh = await FreshProcess.MeasureAsync(options.Rounds, say);
        say("starting the AppHost");
        var whole = await WholeSystem.MeasureAsync();
        return new Measurements(
            race.Rounds,
            paths,
            fresh,
            [
                ("incidents stored while racing", race.Stored),
                ("incidents stored", incidents),
                ("events sent to a subscriber", deliveries),
            ],
            [.. idle, .. MemoryOf("at the end", path.Installation.Processes), .. race.Memory],
            whole
        );
    }

    /// <summary>Separately, because nothing else may run during the race.</summary>
    private static async Task<(
        List<AcceptRound> Rounds,
        Ledger Stored,
        List<(string, double)> Memory
    )> RaceAsync(RabbitMqServer broker, LoadOptions options, Action<string> say)
    {
        say("starting the intake, the bare endpoint and the naive implementation");
        await using var race = await AcceptRace.StartAsync(broker);
        var rounds = new List<AcceptRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            say($"accepting, round {round} of {options.Rounds}");
            rounds.Add(await race.RunAsync(options.Seconds));
        }

        return (
            rounds,
            await race.CountAsync(),
            [
                (
                    "incident-intake after racing",
                    Megabytes(race.Installation.Processes[Installation.Intake])
                ),
                ("naive after racing", Megabytes(race.Naive.Process)),
            ]
        );
    }

    private static IEnumerable<(string, double)> MemoryOf(
        string when,
        IReadOnlyDictionary<string, ChildProcess> processes
    ) => [.. processes.Select(p => ($"{p.Key} {when}", Megabytes(p.Value)))];

    private static double Megabytes(ChildProcess process) => process.WorkingSet / 1_048_576.0;
}

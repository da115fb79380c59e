using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>
/// How a fresh process of the one-process product compares with a warm one, and with the same code
/// built without what makes it start fast.
/// </summary>
/// <param name="Starts">As built.</param>
/// <param name="PlainStarts">Built with -p:FastStart=false; neighbours of the above.</param>
/// <param name="Lists">Lists of incidents per second.</param>
/// <param name="Storms">Webhooks per second.</param>
internal sealed record FreshProcess(
    IReadOnlyList<StartCost> Starts,
    IReadOnlyList<StartCost> PlainStarts,
    IReadOnlyList<WarmUp> Lists,
    IReadOnlyList<WarmUp> Storms
)
{
    private const double MostSeconds = 1.2;
    private const double MostOfPlain = 0.4;
    private const double LeastOfWarm = 0.7;
    private const double MostMegabytes = 130;

    public double OfPlain => Ratio(c => c.Seconds);

    /// <summary>The same in processor time, which the machine's neighbours change less.</summary>
    public double ProcessorOfPlain => Ratio(c => c.ProcessorSeconds);

    public IReadOnlyList<Goal> Goals
    {
        get
        {
            var seconds = Starts.Select(c => c.Seconds).Median();
            var list = Lists.Select(w => w.Ratio).Median();
            var storm = Storms.Select(w => w.Ratio).Median();
            var megabytes = Starts.Select(c => c.Resident).Median();
            return
            [
                new(
                    $"start to first 202 at most {MostOfPlain} x a plain build "
                        + $"(or {MostSeconds} s)",
                    OfPlain,
                    OfPlain <= MostOfPlain || seconds <= MostSeconds
                ),
                new($"lists after 5 s at least {LeastOfWarm} x warm", list, list >= LeastOfWarm),
                new(
                    $"webhooks after 5 s at least {LeastOfWarm} x warm",
                    storm,
                    storm >= LeastOfWarm
                ),
                new(
                    $"resident MB after the first webhook at most {MostMegabytes}",
                    megabytes,
                    megabytes <= MostMegabytes
                ),
            ];
        }
    }

    /// <param name="rounds">Starts of each build, one after the other.</param>
    public static async Task<FreshProcess> MeasureAsync(int rounds, Action<string> say)
    {
        const int warmUps = 3;
        const int secondsToWarm = 15;
        await using var fast = await ColdStart.PrepareAsync(Repository.ProgramOf("src/Standalone"));
        await using var plain = await ColdStart.PrepareAsync(
            Repository.ProgramOf("src/Standalone", "plain")
        );
        var (starts, plainStarts) = (new List<StartCost>(), new List<StartCost>());
        for (var round = 1; round <= rounds; round++)
        {
            say($"starting one process, round {round} of {rounds}");
            starts.Add(await fast.RunAsync());
            plainStarts.Add(await plain.RunAsync());
        }
        var (lists, storms) = (new List<WarmUp>(), new List<WarmUp>());
        for (var round = 1; round <= warmUps; round++)
        {
            say($"warming up, round {round} of {warmUps}");
            // Before the storm: it leaves many thousand incidents to list.
            lists.Add(await fast.ListAsync(secondsToWarm));
        }
        for (var round = 1; round <= warmUps; round++)
        {
            say($"a storm, round {round} of {warmUps}");
            storms.Add(await fast.StormAsync(secondsToWarm));
        }
        return new(starts, plainStarts, lists, storms);
    }

    private double Ratio(Func<StartCost, double> of) =>
        Starts.Zip(PlainStarts, (fast, plain) => of(fast) / of(plain)).Median();
}

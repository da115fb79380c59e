using System.Globalization;
using Pir.Load;
using Pir.Load.Pages;
using Pir.Load.Storms;
using Pir.Testing.Backends;
using Pir.Testing.Processes;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(LoadOptions.Usage);
    Console.WriteLine(PageOptions.Usage);
    Console.WriteLine(StormOptions.Usage);
    return 0;
}

try
{
    return args.Contains("--pages") ? await RunPagesAsync()
        : args.Contains("--start") ? await RunStartAsync()
        : args.Contains("--storm") ? await RunStormAsync()
        : await RunLoadAsync();
}
catch (Exception exception) when (exception is UsageException or MissingBackendException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
catch (Exception exception)
{
    // Caught, so that everything that was started is stopped.
    await Console.Error.WriteLineAsync(exception.ToString());
    return 2;
}

async Task<int> RunLoadAsync()
{
    var options = LoadOptions.Parse(args);
    Wrk.Require();
    var before = Surroundings.Now();
    var measured = await Bench.RunAsync(options, Console.Error.WriteLine);
    await KeepAsync(before, options.Name, new Report(measured, options, before.End()).ToString());
    return measured.IsSound ? 0 : 1;
}

async Task<int> RunStartAsync()
{
    var options = LoadOptions.Parse(args);
    Wrk.Require();
    var before = Surroundings.Now();
    var fresh = await FreshProcess.MeasureAsync(options.Rounds, Console.Error.WriteLine);
    var report =
        Report.Head("Start", before.End()) + FreshReport.Of(fresh) + FreshReport.GoalsOf(fresh);
    await KeepAsync(before, $"start-{options.Name}", report);
    return 0;
}

// Speed depends on other programs on the machine, so it does not fail a run.
async Task<int> RunPagesAsync()
{
    var options = PageOptions.Parse(args);
    var before = Surroundings.Now();
    var (pages, stored) = await PageBench.RunAsync(options, Console.Error.WriteLine);
    await KeepAsync(
        before,
        $"pages-{options.Name}",
        new PageReport(pages, stored, options, before.End()).ToString()
    );
    return 0;
}

async Task<int> RunStormAsync()
{
    var options = StormOptions.Parse(args);
    var before = Surroundings.Now();
    var outcome = await StormBench.RunAsync(options, Console.Error.WriteLine);
    await KeepAsync(
        before,
        $"storm-{options.Name}",
        StormReport.Of(outcome, options, before.End())
    );
    return outcome.IsSound ? 0 : 1;
}

static async Task KeepAsync(Surroundings surroundings, string name, string report)
{
    var date = surroundings.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    var file = Repository.PathOf("bench", "results", $"{date}-{name}.md");
    await File.WriteAllTextAsync(file, report);
    Console.WriteLine(report);
    Console.WriteLine($"Kept as {Path.GetRelativePath(Repository.Root, file)}");
}

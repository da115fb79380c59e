using System.Globalization;
using Pir.Load;
using Pir.Testing.Backends;
using Pir.Testing.Processes;

LoadOptions options;
try
{
    if (args is ["--help" or "-h"])
    {
        Console.WriteLine(LoadOptions.Usage);
        return 0;
    }
    options = LoadOptions.Parse(args);
    Wrk.Require();
}
catch (Exception exception) when (exception is UsageException or MissingBackendException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

var before = Surroundings.Now();
Measurements measured;
try
{
    measured = await Bench.RunAsync(options, Console.Error.WriteLine);
}
catch (Exception exception)
{
    // Caught so that what was started is stopped.
    await Console.Error.WriteLineAsync(exception.ToString());
    return 2;
}
var report = new Report(measured, options, before.End()).ToString();
var date = before.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
var file = Repository.PathOf("bench", "results", $"{date}-{options.Name}.md");
await File.WriteAllTextAsync(file, report);
Console.WriteLine(report);
Console.WriteLine($"Kept as {Path.GetRelativePath(Repository.Root, file)}");
return measured.IsSound ? 0 : 1;

using System.Collections;

// Plays each part a project can have under an AppHost; the SAMPLE_ variables choose it.
var needed = Environment.GetEnvironmentVariable("SAMPLE_NEEDS_FILE");
if (needed is not null && !File.Exists(needed))
{
    Console.WriteLine($"{needed} is missing: started too early");
    return 9;
}

if (Environment.GetEnvironmentVariable("SAMPLE_JOB") is { } file)
{
    Console.WriteLine("the job runs");
    await File.WriteAllTextAsync(file, "done");
    return int.Parse(Environment.GetEnvironmentVariable("SAMPLE_EXIT_CODE") ?? "0");
}

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
var environment = Environment
    .GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(e => (string)e.Key, e => (string?)e.Value);
app.Lifetime.ApplicationStarted.Register(() =>
{
    app.Logger.LogWarning("a record\nof two lines");
    Console.WriteLine("  a word to the person at the console");
});
app.MapGet("/health", () => "healthy");
app.MapGet("/environment", () => environment);
app.Run();
return 0;

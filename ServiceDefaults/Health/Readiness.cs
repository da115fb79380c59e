using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Contracts.Events;

namespace Pir.ServiceDefaults.Health;

/// <summary>
/// The combined result of all checks. The checks run at most every few seconds, because they write
/// and publish, and probing needs no account.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<HealthReport>? _report;
    private long _endedAt;

    public async Task<IResult> AnswerAsync()
    {
        var report = await ReportAsync();
        return Results.Json(
            Answer.Of(report),
            EventJson.Options,
            statusCode: report.Status == HealthStatus.Unhealthy
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK
        );
    }

    private Task<HealthReport> ReportAsync()
    {
        lock (_lock)
        {
            if (_report is null || (_report.IsCompleted && clock.GetElapsedTime(_endedAt) > Fresh))
            {
                _report = AskAsync();
            }

            return _report;
        }
    }

    private async Task<HealthReport> AskAsync()
    {
        await Task.Yield();
        var report = await checks.CheckHealthAsync();
        Volatile.Write(ref _endedAt, clock.GetTimestamp());
        return report;
    }
}

/// <summary>
/// Health as JSON: names, states and causes in plain words, without internals.
/// </summary>
internal sealed record Answer(
    string Status,
    IReadOnlyDictionary<string, string> Checks,
    IReadOnlyDictionary<string, string> Causes
)
{
    // Library checks describe failures with addresses and exception texts, so these are replaced.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["masstransit-bus"] = "The connection to the broker is not complete.",
        ["cache"] = "The Redis of the key ring is not responding.",
    };

    public static Answer Of(HealthReport report) =>
        new(
            report.Status.ToString(),
            report.Entries.ToDictionary(
                e => e.Key,
                e => e.Value.Status.ToString(),
                StringComparer.Ordinal
            ),
            report
                .Entries.Where(e => e.Value.Status != HealthStatus.Healthy)
                .ToDictionary(
                    e => e.Key,
                    e => Words.GetValueOrDefault(e.Key) ?? CauseOf(e.Value),
                    StringComparer.Ordinal
                )
        );

    private static string CauseOf(HealthReportEntry entry) =>
        entry.Exception is null && entry.Description is { } cause ? cause : "The check failed.";
}

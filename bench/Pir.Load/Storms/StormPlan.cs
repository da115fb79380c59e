using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;

namespace Pir.Load.Storms;

/// <summary>
/// The alerts of a storm, the rules that route them, and what the rules say must come of it.
/// </summary>
internal static class StormPlan
{
    public const int Fingerprints = 2_000;

    /// <summary>Incidents of one service until the rule collects the rest in one.</summary>
    public const int StormAfter = 10;

    private const int Minutes = 60;

    // More often than any fingerprint of a usual run is reported.
    private const int Never = 1_000;

    private static readonly Part[] Parts =
    [
        new("noise", Services: 2, PerService: 100, Incidents: 0),
        new("grouped", Services: 5, PerService: 100, Incidents: 5),
        new("counted", Services: 2, PerService: 100, Incidents: 0),
        new("storm", Services: 3, PerService: 300, Incidents: 3 * (StormAfter + 1)),
        new("plain", Services: 10, PerService: 20, Incidents: 200),
    ];

    public static int Incidents => Parts.Sum(p => p.Incidents);

    public static IReadOnlyList<AlertRuleRequest> Rules =>
        [
            For("noise") with
            {
                Action = AlertRuleAction.Ignore,
            },
            For("grouped") with
            {
                GroupBy = ["service"],
            },
            For("counted") with
            {
                Occurrences = Never,
                OccurrenceMinutes = Minutes,
            },
            For("storm") with
            {
                StormIncidents = StormAfter,
                StormMinutes = Minutes,
            },
        ];

    /// <summary>One line per part, with what is in the way of its alerts.</summary>
    public static IEnumerable<(string Name, int Alerts, int Incidents)> Lines =>
        Parts.Select(p => (p.Name, p.Services * p.PerService, p.Incidents));

    /// <summary>Each alert once, all parts mixed. Webhooks carry one alert each.</summary>
    public static IReadOnlyList<byte[]> Bodies() =>
        [
            .. Parts
                .SelectMany(p => Enumerable.Range(0, p.Services * p.PerService).Select(p.Alert))
                .OrderBy(a => a.Order)
                .Select(a => Body(a.Service, a.Fingerprint)),
        ];

    private static AlertRuleRequest For(string part) =>
        new() { Name = part, Conditions = [new("service", AlertOperator.StartsWith, part + "-")] };

    private static byte[] Body(string service, string fingerprint) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "4",
                groupKey = $"{{}}:{{instance=\"{fingerprint}\"}}",
                truncatedAlerts = 0,
                status = "firing",
                receiver = "pir",
                alerts = new[]
                {
                    new
                    {
                        status = "firing",
                        labels = new
                        {
                            alertname = "TargetDown",
                            severity = "critical",
                            service,
                            instance = fingerprint,
                        },
                        annotations = new { summary = $"{service} does not answer: {fingerprint}" },
                        startsAt = "2026-01-01T00:00:00Z",
                        fingerprint,
                    },
                },
            },
            EventJson.Options
        );

    private sealed record Part(string Name, int Services, int PerService, int Incidents)
    {
        /// <summary>The order mixes the parts in the same way in each run.</summary>
        public (int Order, string Service, string Fingerprint) Alert(int at) =>
            (
                ((at * 7_919) + (Name.Length * 104_729)) % Fingerprints,
                $"{Name}-{at % Services}",
                $"{Name}-{at}"
            );
    }
}

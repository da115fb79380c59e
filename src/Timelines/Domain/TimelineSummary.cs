using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Domain;

/// <summary>What a summary needs to know of an entry.</summary>
public sealed record EntryFacts(
    DateTime OccurredAt,
    TimelineEntryKind Kind,
    TimelineMilestone? Milestone,
    bool IsRepair
);

/// <summary>Computes the phases, the gaps and the checklist of an incident.</summary>
public sealed class TimelineSummary
{
    private const int MostGaps = 20;

    private readonly IncidentRef _incident;
    private readonly IReadOnlyList<EntryFacts> _entries;
    private readonly IncidentTimes _times;
    private readonly DateTime _now;

    public TimelineSummary(IncidentRef incident, IReadOnlyList<EntryFacts> entries, DateTime now)
    {
        (_incident, _entries, _now) = (incident, entries, now);
        _times = new(
            incident.DetectedAt,
            incident.ImpactStartedAt,
            incident.AcknowledgedAt,
            incident.IsMitigated ? incident.MitigatedAt : null,
            incident.IsActive ? null : incident.ResolvedAt
        )
        {
            FirstSymptomAt = TimeOf(TimelineMilestone.FirstSymptom),
            DiagnosedAt = TimeOf(TimelineMilestone.Diagnosed),
        };
    }

    public TimelineSummaryResponse Compute(int evidence, int unfinished)
    {
        var phases = IncidentPhases.Of(_times);
        var gaps = FindGaps(phases);
        return new(
            [.. phases.Select(p => new PhaseResponse(p.Phase, p.From, p.Until, MinutesOf(p)))],
            [
                Named("toDetect", _times.ToDetect),
                Named("toAcknowledge", _times.ToAcknowledge),
                Named("toDiagnose", _times.ToDiagnose),
                Named("toMitigate", _times.ToMitigate),
                Named("toResolve", _times.ToResolve),
            ],
            gaps,
            [.. Checks(gaps.Count, evidence, unfinished)]
        );
    }

    private IReadOnlyList<TimelineGap> FindGaps(IReadOnlyList<PhaseSpan> phases) =>
        [
            .. Gaps.Find(
                    // What was known only later fills no gap.
                    _entries
                        .Where(e => e.Kind != TimelineEntryKind.KnownOnlyLater)
                        .Select(e => e.OccurredAt),
                    _times.BeganAt < _times.DetectedAt ? _times.BeganAt.Value : _times.DetectedAt,
                    _times.ResolvedAt ?? _now
                )
                .Take(MostGaps)
                .Select(s => new TimelineGap(
                    s.From,
                    s.Until,
                    Minutes(s.Length),
                    phases.LastOrDefault(p => p.From <= s.From)?.Phase
                )),
        ];

    private IEnumerable<TimelineCheck> Checks(int gaps, int evidence, int unfinished)
    {
        var first = _entries.Count == 0 ? (DateTime?)null : _entries.Min(e => e.OccurredAt);
        var last = _entries.Count == 0 ? (DateTime?)null : _entries.Max(e => e.OccurredAt);
        var ends = Completeness
            .Check(_incident.ImpactStartedAt, _incident.ResolvedAt, first, last)
            .ToDictionary(w => w.Code, w => w.Detail, StringComparer.Ordinal);
        var contradictions = Inconsistencies.Check(_incident);
        yield return Of(
            "first-symptom",
            _times.BeganAt is not null,
            "The first symptom is known.",
            "Set when the impact started, or mark an entry as the first symptom."
        );
        yield return Of(
            "starts-before-impact",
            !ends.ContainsKey("starts-too-late"),
            "The timeline starts before the impact.",
            ends.GetValueOrDefault("starts-too-late", "")
        );
        yield return Of(
            "acknowledged",
            _times.AcknowledgedAt is not null,
            "The acknowledgement is known.",
            "Set when the incident was acknowledged."
        );
        yield return Of(
            "diagnosed",
            _times.DiagnosedAt is not null,
            "The diagnosis is marked.",
            "Mark the entry that shows when it was understood what was wrong."
        );
        yield return Of(
            "mitigated",
            _times.MitigatedAt is not null,
            "The mitigation is known.",
            "Set when the impact ended."
        );
        yield return Of(
            "runs-to-resolution",
            !ends.ContainsKey("ends-too-early"),
            "The timeline runs to the resolution.",
            ends.GetValueOrDefault("ends-too-early", "")
        );
        yield return Of(
            "no-contradictions",
            contradictions.Count == 0,
            "No times contradict each other.",
            string.Join(' ', contradictions.Select(c => c.Detail))
        );
        yield return Of(
            "no-gaps",
            gaps == 0,
            "No gap is 15 minutes or longer.",
            $"Nothing was recorded for 15 minutes or more, {Times(gaps)}. Add what happened."
        );
        yield return Of(
            "repair-steps",
            _entries.Any(e => e.IsRepair),
            "Repair steps are recorded.",
            "Record what was tried and what it did."
        );
        yield return Of(
            "activities-finished",
            unfinished == 0,
            "No activity is unfinished.",
            $"Finish {(unfinished == 1 ? "1 activity" : $"{unfinished} activities")}."
        );
        yield return Of(
            "evidence",
            evidence > 0,
            "Evidence is attached.",
            "Attach what people saw: a screenshot, a log or a link."
        );
    }

    private static TimelineCheck Of(string code, bool isDone, string done, string missing) =>
        new(code, isDone, isDone ? done : missing);

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private DateTime? TimeOf(TimelineMilestone milestone) =>
        _entries.Where(e => e.Milestone == milestone).Select(e => (DateTime?)e.OccurredAt).Min();

    private int MinutesOf(PhaseSpan phase) => Minutes((phase.Until ?? _now) - phase.From);

    private static DurationResponse Named(string name, TimeSpan? span) =>
        new(name, span is { } known ? Minutes(known) : null);

    private static int Minutes(TimeSpan span) => (int)Math.Max(0, span.TotalMinutes);
}

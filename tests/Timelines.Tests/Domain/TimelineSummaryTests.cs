using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Domain;

/// <summary>C1 and C2: the phases, gaps and missing parts of a timeline.</summary>
public sealed class TimelineSummaryTests
{
    [Fact]
    public void C1_phases_follow_each_other_from_the_first_symptom_to_the_resolution()
    {
        var summary = Summary(
            Resolved(),
            Entry(-10, milestone: TimelineMilestone.FirstSymptom),
            Entry(20, milestone: TimelineMilestone.Diagnosed)
        );

        summary
            .Phases.Select(p => (p.Phase, p.Minutes))
            .ShouldBe([
                (IncidentPhase.Detection, 10),
                (IncidentPhase.Acknowledgement, 5),
                (IncidentPhase.Diagnosis, 15),
                (IncidentPhase.Mitigation, 10),
                (IncidentPhase.Recovery, 30),
            ]);
        summary
            .Durations.Select(d => (d.Name, d.Minutes))
            .ShouldBe([
                ("toDetect", 10),
                ("toAcknowledge", 5),
                ("toDiagnose", 20),
                ("toMitigate", 30),
                ("toResolve", 60),
            ]);
    }

    [Fact]
    public void C1_a_moment_that_nobody_knows_ends_no_phase()
    {
        var summary = Summary(Resolved());

        summary
            .Phases.Select(p => (p.Phase, p.Minutes))
            .ShouldBe([
                (IncidentPhase.Acknowledgement, 5),
                (IncidentPhase.Mitigation, 25),
                (IncidentPhase.Recovery, 30),
            ]);
        summary.Durations.Single(d => d.Name == "toDiagnose").Minutes.ShouldBeNull();
    }

    [Fact]
    public void C1_a_running_incident_is_in_the_phase_after_its_last_moment()
    {
        var incident = Resolved();
        incident.Status = IncidentStatus.Acknowledged;

        Summary(incident)
            .Phases.ShouldContain(p =>
                p.Phase == IncidentPhase.Diagnosis && p.Until == null && p.Minutes == 115
            );
    }

    [Fact]
    public void C1_phases_never_overlap_whatever_the_times() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int[]>(),
                given =>
                {
                    var spans = IncidentPhases.Of(
                        new(Some.Noon, At(given, 0), At(given, 1), At(given, 2), null)
                        {
                            FirstSymptomAt = At(given, 3),
                            DiagnosedAt = At(given, 4),
                        }
                    );
                    return spans.All(s => s.Until is null || s.From <= s.Until)
                        && spans.Zip(spans.Skip(1)).All(p => p.First.Until <= p.Second.From);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void C1_gaps_are_named_with_their_phase_the_longest_first()
    {
        var summary = Summary(Resolved(), Entry(5), Entry(22), Entry(25), Entry(60));

        summary
            .Gaps.Select(s => (s.From, s.Minutes, s.Phase))
            .ShouldBe([
                (Some.Noon.AddMinutes(25), 35, IncidentPhase.Mitigation),
                (Some.Noon.AddMinutes(5), 17, IncidentPhase.Mitigation),
            ]);
        Summary(Resolved(), Entry(30, kind: TimelineEntryKind.KnownOnlyLater))
            .Gaps.Single()
            .Minutes.ShouldBe(60);
    }

    [Fact]
    public void C1_gaps_and_what_lies_between_fill_the_incident() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<PositiveInt[]>(),
                minutes =>
                {
                    var times = minutes.Select(m => Some.Noon.AddMinutes(m.Get % 300)).ToList();
                    var until = Some.Noon.AddMinutes(300);
                    var gaps = Gaps.Find(times, Some.Noon, until);
                    return gaps.All(s => !times.Exists(t => t > s.From && t < s.Until))
                        && gaps.All(s => s.Length >= Gaps.Shortest)
                        && gaps.Sum(s => s.Length.TotalMinutes) <= 300;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void C2_the_checklist_says_what_is_missing_before_the_review()
    {
        var incident = Resolved();
        incident.ImpactStartedAt = Some.Noon.AddMinutes(2);

        var missing = Missing(Summary(incident, Entry(10), Entry(59)));
        var complete = Missing(
            new TimelineSummary(
                Resolved(),
                [
                    .. Enumerable.Range(-1, 8).Select(n => Entry(n * 10)),
                    Entry(0, milestone: TimelineMilestone.FirstSymptom),
                    Entry(20, milestone: TimelineMilestone.Diagnosed),
                    Entry(25) with
                    {
                        IsRepair = true,
                    },
                ],
                Some.Noon.AddHours(2)
            ).Compute(evidence: 1, unfinished: 0)
        );

        missing.ShouldBe([
            "starts-before-impact",
            "diagnosed",
            "runs-to-resolution",
            "no-contradictions",
            "no-gaps",
            "repair-steps",
            "activities-finished",
            "evidence",
        ]);
        complete.ShouldBeEmpty();
    }

    private static List<string> Missing(TimelineSummaryResponse summary) =>
        [.. summary.Checks.Where(c => !c.IsDone).Select(c => c.Code)];

    private static TimelineSummaryResponse Summary(
        IncidentRef incident,
        params EntryFacts[] entries
    ) =>
        new TimelineSummary(incident, entries, Some.Noon.AddHours(2)).Compute(
            evidence: 0,
            unfinished: 1
        );

    private static IncidentRef Resolved() =>
        new()
        {
            Status = IncidentStatus.Resolved,
            DetectedAt = Some.Noon,
            AcknowledgedAt = Some.Noon.AddMinutes(5),
            MitigatedAt = Some.Noon.AddMinutes(30),
            ResolvedAt = Some.Noon.AddMinutes(60),
        };

    private static EntryFacts Entry(
        int minute,
        TimelineEntryKind kind = TimelineEntryKind.Observation,
        TimelineMilestone? milestone = null
    ) => new(Some.Noon.AddMinutes(minute), kind, milestone, IsRepair: false);

    private static DateTime? At(int[] minutes, int n) =>
        n < minutes.Length ? Some.Noon.AddMinutes(minutes[n] % 10_000) : null;
}

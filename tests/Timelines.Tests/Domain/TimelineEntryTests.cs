using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Testing;
using Pir.Timelines.Domain;
using Pir.Timelines.Features;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Domain;

public sealed class TimelineEntryTests
{
    [Fact]
    public void A_correction_keeps_what_was_said_before()
    {
        var entry = Entry();
        entry.Version = 3;

        var before = entry.Correct(
            new("We restarted it.", Some.Noon.AddMinutes(-2), TimelineEntryKind.Action, " typo "),
            Some.Ada,
            Some.Noon.AddHours(1),
            Redactor.BuiltIn
        );

        before.ShouldNotBeNull();
        (before.Version, before.Text, before.OccurredAt, before.Kind).ShouldBe(
            (3, "It restarted.", Some.Noon, TimelineEntryKind.Observation)
        );
        (before.Actor, before.Reason, before.RecordedAt).ShouldBe(
            (Some.Ada, "typo", Some.Noon.AddHours(1))
        );
        (entry.Text, entry.OccurredAt, entry.Kind).ShouldBe(
            ("We restarted it.", Some.Noon.AddMinutes(-2), TimelineEntryKind.Action)
        );
    }

    [Fact]
    public void A_correction_that_changes_nothing_is_none() =>
        Entry()
            .Correct(
                new(" It restarted. ", Some.Noon, TimelineEntryKind.Observation, "no reason"),
                Some.Ada,
                Some.Noon,
                Redactor.BuiltIn
            )
            .ShouldBeNull();

    [Fact]
    public void Lines_of_one_event_have_ids_of_their_own_that_never_change() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<Guid>(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                (id, count) =>
                {
                    var ids = Enumerable
                        .Range(0, count.Get)
                        .Select(i => TimelineEntry.IdOf(id, i))
                        .ToList();
                    return ids[0] == id
                        && ids.Distinct().Count() == count.Get
                        && ids.SequenceEqual(
                            Enumerable.Range(0, count.Get).Select(i => TimelineEntry.IdOf(id, i))
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void C1_lines_of_one_event_stay_in_their_order() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<Guid>(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                (id, count) =>
                {
                    var lines = Enumerable
                        .Range(0, count.Get)
                        .Select(n => new Line(TimelineEntryKind.Alert, $"line {n}"))
                        .ToList();
                    var fact = new IncidentAcknowledged(Some.Incident());
                    var batch = PirTestHost.BatchOf(fact, id, 1, Some.Noon, Some.Ada);
                    return TimelineEntry
                        .FromEvent(batch.Events[0], id, lines, Redactor.BuiltIn)
                        .OrderBy(e => e.OccurredAt)
                        .ThenBy(e => e.RecordedAt)
                        .ThenBy(e => e.Id)
                        .Select(e => e.Text)
                        .SequenceEqual(lines.Select(l => l.Text));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_cursor_reads_back_what_it_wrote_and_nothing_else()
    {
        Prop.ForAll(
                ArbMap.Default.ArbFor<DateTime>(),
                ArbMap.Default.ArbFor<DateTime>(),
                ArbMap.Default.ArbFor<Guid>(),
                (occurredAt, recordedAt, id) =>
                {
                    var cursor = new TimelineCursor(occurredAt, recordedAt, id);
                    return TimelineCursor.Decode(cursor.Encode()) == cursor;
                }
            )
            .QuickCheckThrowOnFailure();
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                text => TimelineCursor.Decode(text.Get) is null
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_is_cut_to_its_length_without_tearing_a_character_apart() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                (text, length) =>
                {
                    var whole = text.Get.Replace('\0', '.') + "😀😀😀";
                    var cut = whole.Truncated(length.Get);
                    return cut.Length <= length.Get
                        && (cut == whole || cut.EndsWith('…'))
                        && (cut.Length < 2 || !char.IsHighSurrogate(cut[^2]) || cut == whole);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("inc-42", 42)]
    [InlineData("INC-42", 42)]
    [InlineData("42", 42)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("INC-", null)]
    [InlineData("ACT-4", null)]
    [InlineData("99999999999999", null)]
    public void An_incident_is_named_by_its_number(string text, int? number) =>
        (Reference.ToIncident(text)?.Number).ShouldBe(number);

    [Fact]
    public void A_timeline_starts_before_the_impact_and_runs_to_the_resolution()
    {
        Codes(impact: 10, resolved: 20, first: 9, last: 20).ShouldBeEmpty();
        Codes(impact: 10, resolved: 20, first: 10, last: 19)
            .ShouldBe(["starts-too-late", "ends-too-early"]);
        Codes(impact: 10, resolved: 20, first: null, last: null)
            .ShouldBe(["starts-too-late", "ends-too-early"]);
        Codes(impact: null, resolved: null, first: null, last: null).ShouldBeEmpty();
    }

    [Fact]
    public void An_incident_only_moves_forward() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(),
                versions =>
                {
                    var incident = new IncidentRef();
                    foreach (var version in versions.Get)
                    {
                        incident.Follow(
                            Some.Incident(1) with
                            {
                                Title = $"Version {version.Get}",
                            },
                            version.Get
                        );
                    }

                    var newest = versions.Get.Max(v => v.Get);
                    return incident.Version == newest && incident.Title == $"Version {newest}";
                }
            )
            .QuickCheckThrowOnFailure();

    private static List<string> Codes(int? impact, int? resolved, int? first, int? last) =>
        [.. Completeness.Check(At(impact), At(resolved), At(first), At(last)).Select(w => w.Code)];

    private static DateTime? At(int? minute) => minute is { } m ? Some.Noon.AddMinutes(m) : null;

    private static TimelineEntry Entry() =>
        TimelineEntry.Write(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            TimelineEntryKind.Observation,
            "It restarted.",
            Some.Noon,
            Some.Noon,
            Some.Ada,
            Redactor.BuiltIn
        );
}

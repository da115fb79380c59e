using Pir.Contracts.Incidents;
using Pir.Web.Shared.Text;

namespace Pir.Browser.Tests;

/// <summary>How long things took, in words, and which durations pages name.</summary>
public sealed class DurationTests
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, "under a minute")]
    [InlineData(59, "59 min")]
    [InlineData(240, "4 h")]
    [InlineData(245, "4 h 5 min")]
    [InlineData(1440, "1 d")]
    [InlineData(1560, "1 d 2 h")]
    public void A_duration_has_no_empty_unit(int minutes, string words) =>
        Words.Duration(TimeSpan.FromMinutes(minutes)).Replace('\u00a0', ' ').ShouldBe(words);

    [Fact]
    public void A_resolved_incident_has_its_time_to_resolve_and_the_duration_of_its_impact()
    {
        var times = new IncidentTimes(
            DetectedAt: Noon,
            ImpactStartedAt: Noon.AddMinutes(-30),
            AcknowledgedAt: Noon.AddMinutes(5),
            MitigatedAt: Noon.AddMinutes(60),
            ResolvedAt: Noon.AddMinutes(90)
        );

        Named(times).ShouldBe(["Time to resolve: 90", "Impact duration: 90"]);
        times.ToDetect.ShouldBe(TimeSpan.FromMinutes(30));
        Named(times with { ImpactStartedAt = null })
            .ShouldBe(["Time to resolve: 90", "Impact duration: 60"]);
        Named(times with { ImpactStartedAt = null, MitigatedAt = null })
            .ShouldBe(["Time to resolve: 90"]);
        Named(times with { MitigatedAt = null })
            .ShouldBe(["Time to resolve: 90", "Impact duration: 120"]);
    }

    [Fact]
    public void Until_an_incident_is_resolved_its_durations_run()
    {
        var times = new IncidentTimes(Noon, Noon.AddMinutes(-30), null, null, null);

        Named(times).ShouldBe(["Open for: running", "Impact duration: running"]);
        Named(times with { MitigatedAt = Noon })
            .ShouldBe(["Open for: running", "Impact duration: 30"]);
    }

    [Fact]
    public void Times_in_a_sentence_are_found()
    {
        Prose
            .Times("Due 2026-11-21 12:00 UTC, was 2026-11-20 09:30:05 UTC.")
            .ShouldBe([
                ("Due ", Noon),
                (", was ", new DateTime(2026, 11, 20, 9, 30, 5, DateTimeKind.Utc)),
                (".", null),
            ]);
        Prose.Times("At 2026-99-99 12:00 UTC").ShouldBe([("At 2026-99-99 12:00 UTC", null)]);
    }

    private static IEnumerable<string> Named(IncidentTimes times) =>
        Durations.Of(times).Select(d => $"{d.Label}: {Length(d)}");

    private static string Length(NamedDuration duration) =>
        duration.Until is { } end ? $"{(end - duration.From).TotalMinutes:0}" : "running";
}

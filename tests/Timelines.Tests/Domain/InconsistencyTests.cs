using Pir.Timelines.Domain;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Domain;

/// <summary>C2: times that contradict each other are named.</summary>
public sealed class InconsistencyTests
{
    [Theory]
    [InlineData("impact-after-detection", "start", 5)]
    [InlineData("acknowledged-before-detection", "acknowledged", -1)]
    [InlineData("mitigated-before-detection", "mitigated", -1)]
    [InlineData("resolved-before-mitigated", "mitigated", 61)]
    [InlineData("resolved-before-acknowledged", "acknowledged", 61)]
    [InlineData("impact-ends-after-resolution", "end", 61)]
    public void Each_contradiction_has_a_name(string code, string field, int minutes)
    {
        var incident = Whole();
        var at = Some.Noon.AddMinutes(minutes);
        switch (field)
        {
            case "start":
                incident.ImpactStartedAt = at;
                break;
            case "end":
                incident.ImpactEndedAt = at;
                break;
            case "acknowledged":
                incident.AcknowledgedAt = at;
                break;
            default:
                incident.MitigatedAt = at;
                break;
        }

        Inconsistencies.Check(incident).Select(w => w.Code).ShouldBe([code]);
    }

    [Fact]
    public void Times_that_agree_have_none() => Inconsistencies.Check(Whole()).ShouldBeEmpty();

    [Fact]
    public void The_sentence_names_both_times()
    {
        var incident = Whole();
        incident.ImpactStartedAt = Some.Noon.AddMinutes(5);

        Inconsistencies
            .Check(incident)
            .ShouldHaveSingleItem()
            .Detail.ShouldBe(
                "The incident was detected at 2026-03-02 12:00 UTC, before the impact started at "
                    + "2026-03-02 12:05 UTC. Correct one of the times."
            );
    }

    private static IncidentRef Whole() =>
        new()
        {
            DetectedAt = Some.Noon,
            ImpactStartedAt = Some.Noon.AddMinutes(-10),
            AcknowledgedAt = Some.Noon.AddMinutes(5),
            MitigatedAt = Some.Noon.AddMinutes(30),
            ImpactEndedAt = Some.Noon.AddMinutes(40),
            ResolvedAt = Some.Noon.AddMinutes(60),
        };
}

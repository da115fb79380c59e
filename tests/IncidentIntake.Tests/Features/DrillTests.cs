using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>Drills have a scenario and stay out of the numbers (M2, M3).</summary>
[Collection(OnSqlite.Name)]
public sealed class DrillTests(SqliteHost fixture)
{
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);
    private readonly string _mark = "drill-" + Guid.CreateVersion7().ToString("N")[^8..];

    [Fact]
    public async Task A_drill_compares_the_expected_recovery_with_the_actual_one_M2()
    {
        var drill = await OpenAsync(isDrill: true);

        var described = await DescribeAsync(
            drill,
            new
            {
                hypothesis = " Checkout keeps working. ",
                fault = "Stop zone A.",
                steps = "Warn support.\nStop it.",
                abortCondition = "1 % of requests fail.",
                expectedRecovery = "Zone B takes over.",
                expectedMinutes = 15,
                expectedLossMinutes = 0,
            }
        );
        described["scenario"]!.Text("hypothesis").ShouldBe("Checkout keeps working.");
        described["actualMinutes"].ShouldBeNull();

        await _api.PostAsync(
            $"/api/incidents/{drill}/mitigate",
            new { mitigatedAt = Start.AddMinutes(42) }
        );
        await _api.PostAsync($"/api/incidents/{drill}/resolve");
        await _api.PostAsync($"/api/incidents/{drill}/close");

        (await _api.GetAsync("/api/incidents/" + drill)).Number("actualMinutes").ShouldBe(42);
        (await DescribeAsync(drill, new { actualRecovery = "By hand." }))["scenario"]!
            .Text("actualRecovery")
            .ShouldBe("By hand.");
        (await _api.GetAsync($"/api/incidents/{drill}/history"))
            .Items()
            .Count(h => h.Text("field") == "scenario")
            .ShouldBe(2);
    }

    [Fact]
    public async Task Only_a_drill_has_a_scenario_and_wrong_fields_are_named_M2()
    {
        var real = await OpenAsync(isDrill: false);
        var drill = await OpenAsync(isDrill: true);

        var refused = await DescribeAsync(real, new { fault = "x" }, HttpStatusCode.Conflict);
        var wrong = await DescribeAsync(
            drill,
            new { expectedMinutes = -1 },
            HttpStatusCode.BadRequest
        );

        refused.Text("code").ShouldBe("not-a-drill");
        wrong["errors"]!["scenario.expectedMinutes"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_drill_uses_the_same_steps_and_is_not_in_the_numbers_M3()
    {
        var drill = await OpenAsync(isDrill: true);
        await _api.PostAsync($"/api/incidents/{drill}/acknowledge");

        var numbers = await _api.GetAsync($"/api/incidents/statistics?service={_mark}&days=1");

        (numbers.Number("n"), numbers.Number("leftOut")).ShouldBe((0, 1));
        (await _api.GetAsync($"/api/incidents?service={_mark}&drill=false"))
            .Items()
            .ShouldBeEmpty();
    }

    private static DateTime Start { get; } =
        TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);

    private async Task<string> OpenAsync(bool isDrill) =>
        (
            await _api.PostAsync(
                "/api/incidents",
                new
                {
                    title = "Zone A fails",
                    service = _mark,
                    isDrill,
                    detectedAt = Start,
                },
                HttpStatusCode.Created
            )
        ).Text("reference");

    private Task<JsonNode> DescribeAsync(
        string incident,
        object scenario,
        HttpStatusCode expected = HttpStatusCode.OK
    ) =>
        _api.SendAsync(
            HttpMethod.Put,
            $"/api/incidents/{incident}/scenario",
            new { scenario },
            expected
        );
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Timelines.Data;

namespace Pir.FrontDoor.Tests;

/// <summary>An incident that is deleted is gone from every service, and stays gone.</summary>
public sealed class DeletedIncidentTests(SqliteProduct fixture) : IClassFixture<SqliteProduct>
{
    private Product Product => fixture.Product;

    [Fact]
    public Task Everything_that_belongs_to_a_deleted_incident_goes_with_it() =>
        EverythingGoesAsync(Product);

    [Fact]
    public async Task It_goes_from_PostgreSQL_as_well()
    {
        await using var product = await Product.StartAsync(
            DataProvider.PostgreSql,
            settings: SqliteProduct.Unlimited
        );
        await EverythingGoesAsync(product);
    }

    [Fact]
    public async Task What_was_told_of_it_before_and_comes_late_brings_nothing_back()
    {
        using var story = new Story(Product.Script());
        var id = Guid.CreateVersion7();
        await story.OpenAsync(new { title = "Edge down", id });
        var late = new EventEnvelope(
            Guid.CreateVersion7(),
            "pir.incident.acknowledged.v1",
            EventCatalog.Intake,
            id.ToString(),
            2,
            DateTime.UnixEpoch,
            DateTime.UnixEpoch,
            Actor.System,
            TraceParent: null,
            JsonSerializer.SerializeToElement(
                new IncidentAcknowledged(State(id)),
                EventJson.Options
            )
        );
        await story.DoAsync(HttpMethod.Delete, $"/api/incidents/{id}");
        await Eventually.Until(
            async () => (await Traces.OfAsync(Product, id)).Count == 0,
            description: "nothing is left"
        );

        await Product
            .Services.GetRequiredService<GroupProcessor<TimelineDbContext>>()
            .HandleAsync(
                new(Guid.CreateVersion7(), EventCatalog.Intake, [late]),
                TestContext.Current.CancellationToken
            );

        (await Traces.OfAsync(Product, id)).ShouldBeEmpty();
        using var again = await story.Script.PostAsJsonAsync(
            "/api/incidents",
            new { title = "Edge down", id }
        );
        (await again.JsonAsync(HttpStatusCode.Conflict))
            .GetProperty("code")
            .GetString()
            .ShouldBe("deleted");
    }

    [Fact]
    public async Task An_alert_of_a_deleted_incident_that_fires_again_opens_a_new_one()
    {
        using var story = new Story(Product.Script());
        var webhook = await Product.ConnectAsync();
        var alert = new
        {
            key = "disk",
            title = "Disk full",
            status = "firing",
        };
        var first = await story.AlertAsync(webhook, alert);
        (await Traces.OfAsync(Product, first)).ShouldContain("intake: Alerts.IncidentId");

        await story.DoAsync(HttpMethod.Delete, $"/api/incidents/{first}");
        var second = await story.AlertAsync(webhook, alert);

        second.ShouldNotBe(first);
        await Eventually.Until(
            async () => (await Traces.OfAsync(Product, first)).Count == 0,
            description: "nothing is left"
        );
    }

    private static async Task EverythingGoesAsync(Product product)
    {
        using var story = new Story(product.Script());
        var other = await story.OpenAsync(new { title = "Search is slow", severity = "sev2" });
        var incident = await story.OpenAsync(new { title = "Checkout down", severity = "sev1" });
        var (review, action, entry) = await story.LiveThroughAsync(incident);
        Guid[] ids = [incident, review, action, entry];
        (await Traces.OfAsync(product, ids)).Count.ShouldBeGreaterThan(15);

        await story.DoAsync(HttpMethod.Delete, $"/api/incidents/{incident}");

        List<string> left = [];
        await Eventually.Until(
            async () => (left = await Traces.OfAsync(product, ids)).Count == 0,
            description: "nothing is left",
            details: () => string.Join(", ", left)
        );
        await story.IsMissingAsync($"/api/incidents/{incident}");
        await story.IsMissingAsync($"/api/incidents/{incident}/timeline");
        await story.IsMissingAsync($"/api/reviews/{review}");
        await story.IsMissingAsync($"/api/actions/{action}");
        await story.DoAsync(HttpMethod.Get, $"/api/incidents/{other}/timeline");
    }

    private static IncidentState State(Guid id) =>
        new()
        {
            Id = id,
            Number = 1,
            Title = "Edge down",
            Severity = Severity.Sev3,
            Status = IncidentStatus.Acknowledged,
            DetectionSource = DetectionSource.Alerting,
            DetectedAt = DateTime.UnixEpoch,
            OpenedAt = DateTime.UnixEpoch,
        };
}

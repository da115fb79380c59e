using System.Net;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The product's main job: an alert fires, an incident opens, its timeline fills automatically, the
/// incident is resolved, a review is due in 24 hours, is held and published, and a subscriber
/// receives it, signed.
/// </summary>
internal static class MainJob
{
    public static async Task RunAsync(Installation installation)
    {
        using var pir = new Driver(installation);
        await using var subscriber = await WebhookSink.StartNewAsync();
        var subscription = await pir.PostAsync(
            "/api/subscriptions",
            new { url = subscriber.At("/hook"), events = new[] { "review.published" } },
            HttpStatusCode.Created
        );

        var webhook = await pir.ASourceAsync("alertmanager");
        var startsAt = DateTime.UnixEpoch.AddYears(56).AddHours(1);
        var fired = await pir.PostAsync(
            webhook,
            Driver.Alertmanager("fp-1", "firing", startsAt),
            HttpStatusCode.Accepted
        );
        fired.GetProperty("accepted").GetInt32().ShouldBe(1);

        var incident = await TheIncidentIsOpenAsync(pir, startsAt);
        var id = incident.GetProperty("id").GetString();
        await RespondAsync(pir, id!);
        await pir.PostAsync(
            webhook,
            Driver.Alertmanager("fp-1", "resolved", startsAt, startsAt.AddMinutes(42)),
            HttpStatusCode.Accepted
        );
        var resolved = await pir.EventuallyAsync(
            $"/api/incidents/{id}",
            i => i.GetProperty("status").GetString() == "resolved",
            "the last alert's end resolves the incident"
        );
        resolved.GetProperty("resolvedAt").GetDateTime().ShouldBe(startsAt.AddMinutes(42));

        var review = await TheReviewIsDueAsync(pir, id!, startsAt.AddMinutes(42).AddHours(24));
        var published = await HoldAndPublishAsync(pir, review.GetProperty("id").GetString()!);
        await TheSubscriberHasItSignedAsync(
            subscriber,
            subscription.GetProperty("secret").GetString()!,
            review
        );
        await ThePermanentPageIsThereAsync(pir, published);
        await TheActionIsTrackedAsync(pir, id!);
    }

    private static async Task<JsonElement> TheIncidentIsOpenAsync(Driver pir, DateTime detectedAt)
    {
        var list = await pir.EventuallyAsync(
            "/api/incidents?status=open",
            l => Those(l).Any(),
            "the alert opens an incident"
        );
        var incident = Those(list).Single();
        incident.GetProperty("service").GetString().ShouldBe("checkout");
        incident.GetProperty("severity").GetString().ShouldBe("sev1");
        var byNumber = await pir.GetAsync(
            "/api/incidents/INC-" + incident.GetProperty("number").GetInt32()
        );
        byNumber.GetProperty("id").GetString().ShouldBe(incident.GetProperty("id").GetString());
        return incident;

        // A shared installation also has those of other tests.
        IEnumerable<JsonElement> Those(JsonElement page) =>
            page.GetProperty("items")
                .EnumerateArray()
                .Where(i => i.GetProperty("detectedAt").GetDateTime() == detectedAt);
    }

    private static async Task RespondAsync(Driver pir, string id)
    {
        await pir.PostAsync($"/api/incidents/{id}/acknowledge");
        await pir.PostAsync(
            $"/api/incidents/{id}/roles",
            new AssignRoleRequest(IncidentRole.IncidentCommander, new(null, "Alex"))
        );
        await pir.PostAsync(
            $"/api/incidents/{id}/timeline",
            new RecordEntryRequest(
                TimelineEntryKind.Observation,
                "Error rate is falling after the rollback",
                null
            ),
            HttpStatusCode.Created
        );
        var timeline = await pir.EventuallyAsync(
            $"/api/incidents/{id}/timeline",
            t => t.GetProperty("items").GetArrayLength() >= 4,
            "the timeline writes itself"
        );
        var kinds = timeline
            .GetProperty("items")
            .EnumerateArray()
            .Select(e => e.GetProperty("kind").GetString())
            .ToList();
        kinds.ShouldContain("observation");
        kinds.ShouldContain("statusChange");
    }

    private static async Task<JsonElement> TheReviewIsDueAsync(
        Driver pir,
        string incident,
        DateTime dueAt
    )
    {
        var reviews = await pir.EventuallyAsync(
            $"/api/reviews?incident={incident}",
            r => r.GetProperty("items").GetArrayLength() == 1,
            "resolving opens a review"
        );
        var review = reviews.GetProperty("items")[0];
        review.GetProperty("dueAt").GetDateTime().ShouldBe(dueAt);
        return review;
    }

    private static async Task<JsonElement> HoldAndPublishAsync(Driver pir, string review)
    {
        var refused = await pir.PostAsync(
            $"/api/reviews/{review}/publish",
            null,
            HttpStatusCode.UnprocessableEntity
        );
        refused.GetProperty("code").GetString().ShouldBe("missing-to-publish");
        refused.GetProperty("missing").GetArrayLength().ShouldBe(2);

        var unclear = await pir.PostAsync(
            $"/api/reviews/{review}/factors",
            new { category = "technical" },
            HttpStatusCode.BadRequest
        );
        unclear.GetProperty("code").GetString().ShouldBe("validation");
        unclear.GetProperty("errors").GetProperty("title")[0].GetString().ShouldBe("is required");

        await pir.PutAsync(
            $"/api/reviews/{review}/notes",
            new WriteNotesRequest("We saw it **late**: the alert waited ten minutes.")
        );
        await pir.PostAsync(
            $"/api/reviews/{review}/factors",
            new FactorRequest("The connection pool had no limit", FactorCategory.Technical),
            HttpStatusCode.Created
        );
        await pir.PostAsync(
            $"/api/reviews/{review}/actions",
            new ProposeReviewActionRequest(
                "Limit the connection pool to 50",
                ActionType.Preventive
            ),
            HttpStatusCode.Created
        );
        await pir.PostAsync($"/api/reviews/{review}/hold");
        var published = await pir.PostAsync(
            $"/api/reviews/{review}/publish",
            new PublishReviewRequest("Checkout was down for 42 minutes because the pool ran dry.")
        );
        published.GetProperty("revision").GetInt32().ShouldBe(1);
        return published;
    }

    private static async Task TheSubscriberHasItSignedAsync(
        WebhookSink subscriber,
        string secret,
        JsonElement review
    )
    {
        var requests = await subscriber.WaitForAsync(1);
        var verified = await NodeConsumers.VerifyWebhookAsync(secret, requests[0]);
        verified.ToString().ShouldContain("pir.review.published.v1");
        requests[0]
            .Json.GetProperty("data")
            .GetProperty("review")
            .GetProperty("id")
            .GetString()
            .ShouldBe(review.GetProperty("id").GetString());
    }

    private static async Task ThePermanentPageIsThereAsync(Driver pir, JsonElement published)
    {
        using var page = await pir.Http.GetAsync(
            new Uri(published.GetProperty("url").GetString()!, UriKind.RelativeOrAbsolute)
        );
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync()).ShouldContain("the pool ran dry");
    }

    private static async Task TheActionIsTrackedAsync(Driver pir, string incident)
    {
        var actions = await pir.EventuallyAsync(
            $"/api/actions?incident={incident}",
            a => a.GetProperty("items").GetArrayLength() == 1,
            "the review's action is tracked"
        );
        var id = actions.GetProperty("items")[0].GetProperty("id").GetString();
        var dueAt = DateTime.UnixEpoch.AddYears(100);
        await pir.PostAsync(
            $"/api/actions/{id}/assign",
            new AssignActionRequest(new(null, "Sam"), dueAt)
        );
        var done = await pir.PostAsync(
            $"/api/actions/{id}/complete",
            new CompleteActionRequest("Deployed in 1.4")
        );
        done.GetProperty("status").GetString().ShouldBe("completed");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

public abstract class DeliveryTests(IntakeHost fixture)
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly IntakeClient _api = IntakeClient.For(fixture.Host);

    [Fact]
    public async Task A_body_nobody_can_read_is_kept_and_replayed_when_the_cause_is_gone()
    {
        var tool = await _api.ConnectAsync();
        const string body = "Disk is full";
        var answer = await tool.DeliverAsync(body);
        answer.Number("accepted").ShouldBe(0);
        answer["error"]!.Text("code").ShouldBe("not-json");

        var failed = (await _api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}"))
            .Items()
            .ShouldHaveSingleItem();
        failed.Text("id").ShouldBe(answer.Text("deliveryId"));
        failed.Text("sourceName").ShouldBe("Prometheus");
        failed.Text("status").ShouldBe("failed");
        var path = "/api/deliveries/" + failed.Text("id");
        (await _api.GetAsync(path)).Text("body").ShouldBe(body);
        (await _api.PostAsync(path + "/replay", null, HttpStatusCode.UnprocessableEntity))
            .Text("code")
            .ShouldBe("unreadable");

        await tool.MendAsync(
            failed.Text("id"),
            $$"""{"title":"Disk is full","service":"{{tool.Service}}"}"""
        );
        var replayed = await _api.PostAsync(path + "/replay");

        (replayed.Text("status"), replayed.Number("accepted")).ShouldBe(("replayed", 1));
        (await _api.IncidentsOfAsync(tool))
            .ShouldHaveSingleItem()
            .Text("title")
            .ShouldBe("Disk is full");
        (await _api.GetAsync(path)).Text("status").ShouldBe("replayed");
        (await _api.PostAsync(path + "/replay")).Number("accepted").ShouldBe(1);
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
        (await _api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}"))
            .Items()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_no_text_keeps_every_byte()
    {
        var tool = await _api.ConnectAsync();
        byte[] bytes = [.. "{\"title\":\"f"u8, 0xFC, .. "r\"}"u8];
        using var response = await tool.PostRawAsync(bytes);
        var answer = await IntakeClient.ReadAsync(response, response.StatusCode);

        var kept = await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId"));

        Convert.FromBase64String(kept.Text("bodyBase64")!).ShouldBe(bytes);
        var text = await _api.ConnectAsync();
        var plain = await text.PostAsync(new JsonObject { ["title"] = "für" });
        (await _api.GetAsync("/api/deliveries/" + plain.Text("deliveryId")))["bodyBase64"]
            .ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_newest_failed_bodies_of_a_source_are_kept_and_the_others_say_so()
    {
        const int dropped = 3;
        var tool = await _api.ConnectAsync(new { kind = "generic" });
        var other = await _api.ConnectAsync(new { kind = "generic" });
        await other.DeliverAsync("scrap of another");
        List<string> sent = [];
        for (var n = 0; n < IntakeHost.KeepFailedBodies + dropped; n++)
        {
            sent.Add((await tool.DeliverAsync($"scrap {n:00}")).Text("deliveryId"));
        }

        await CleanAsync();

        var listed = (
            await _api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}")
        ).Items();
        listed.Select(d => d.Text("id")).ShouldBe(Enumerable.Reverse(sent));
        listed.ShouldAllBe(d => d.Number("size") == 8 && d["error"] != null);
        listed
            .Select(d => d["bodyDroppedAt"] is not null)
            .ShouldBe(sent.Select((_, i) => i >= IntakeHost.KeepFailedBodies));
        (await _api.GetAsync("/api/deliveries/" + sent[dropped])).Text("body").ShouldBe("scrap 03");
        var path = "/api/deliveries/" + sent[dropped - 1];
        (await _api.GetAsync(path))["body"].ShouldBeNull();
        (await _api.PostAsync(path + "/replay", null, HttpStatusCode.Conflict))
            .Text("code")
            .ShouldBe("body-not-kept");
        (await DroppedAsync(tool), await DroppedAsync(other)).ShouldBe((dropped, 0));
    }

    private async Task<int> DroppedAsync(MonitoringTool tool) =>
        (await _api.GetAsync("/api/sources/" + tool.Id)).Number("droppedBodies");

    private Task CleanAsync() =>
        ActivatorUtilities
            .CreateInstance<DeliveryRetention>(fixture.Host.Services)
            .CleanAsync(default);

    [Fact]
    public async Task A_disabled_source_loses_nothing()
    {
        var tool = await _api.ConnectAsync();
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = false });
        var answer = await tool.PostAsync(
            new JsonObject { ["alerts"] = new JsonArray(tool.Firing("a", Now)) }
        );
        answer["error"]!.Text("code").ShouldBe("source-disabled");
        var path = $"/api/deliveries/{answer.Text("deliveryId")}/replay";
        (await _api.PostAsync(path, null, HttpStatusCode.Conflict))
            .Text("code")
            .ShouldBe("source-disabled");

        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = true });

        (await _api.PostAsync(path)).Number("accepted").ShouldBe(1);
    }

    [Fact]
    public async Task An_old_resolve_ends_no_newer_firing()
    {
        var tool = await _api.ConnectAsync(new { kind = "generic" });
        var firing = $$"""{"title":"a","key":"a","service":"{{tool.Service}}"}""";
        await tool.DeliverAsync(firing);
        var resolve = await tool.DeliverAsync("""{"key":"a","status":"resolved"}""");
        await tool.DeliverAsync(firing);

        var replayed = await _api.PostAsync($"/api/deliveries/{resolve.Text("deliveryId")}/replay");

        (replayed.Number("accepted"), replayed.Number("ignored")).ShouldBe((0, 1));
        (await _api.IncidentsOfAsync(tool))
            .Select(i => i.Text("status"))
            .ShouldBe(["resolved", "open"]);
    }

    [Fact]
    public async Task A_resolve_that_is_read_late_ends_the_alert_at_the_time_it_came()
    {
        var tool = await _api.ConnectAsync(new { kind = "generic" });
        await tool.DeliverAsync($$"""{"title":"a","key":"a","service":"{{tool.Service}}"}""");
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = false });
        var answer = await tool.DeliverAsync("""{"key":"a","status":"resolved"}""");
        await _api.PatchAsync("/api/sources/" + tool.Id, new { isEnabled = true });
        var path = "/api/deliveries/" + answer.Text("deliveryId");

        (await _api.PostAsync(path + "/replay")).Number("accepted").ShouldBe(1);

        var incident = (await _api.IncidentsOfAsync(tool)).ShouldHaveSingleItem();
        incident.Text("status").ShouldBe("resolved");
        incident.Time("resolvedAt").ShouldBe((await _api.GetAsync(path)).Time("receivedAt"));
    }

    [Fact]
    public async Task The_good_alerts_of_a_half_bad_body_count_at_once()
    {
        var tool = await _api.ConnectAsync();
        var answer = await tool.PostAsync(
            new JsonObject { ["alerts"] = new JsonArray(tool.Firing("a", Now), 7) }
        );

        answer.Number("accepted").ShouldBe(1);
        answer["error"]!.Text("detail").ShouldBe("The 2nd entry is not an alert.");
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
        (await _api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}"))
            .Items()
            .ShouldHaveSingleItem()
            .Number("accepted")
            .ShouldBe(1);
    }

    [Fact]
    public async Task Accepted_bodies_are_listed_shown_and_replayed_without_doubling()
    {
        var tool = await _api.ConnectAsync();
        var body = new JsonObject { ["alerts"] = new JsonArray(tool.Firing("a", Now)) };
        var answer = await tool.PostAsync(body);

        var listed = (await _api.GetAsync($"/api/deliveries?status=accepted&source={tool.Id}"))
            .Items()
            .ShouldHaveSingleItem();
        listed.Text("id").ShouldBe(answer.Text("deliveryId"));
        listed.Text("contentType").ShouldStartWith("application/json");
        var shown = await _api.GetAsync("/api/deliveries/" + answer.Text("deliveryId"));
        shown.Text("body").ShouldBe(body.ToJsonString());
        shown.Number("size").ShouldBe(body.ToJsonString().Length);
        (await _api.PostAsync($"/api/deliveries/{answer.Text("deliveryId")}/replay"))
            .Text("status")
            .ShouldBe("accepted");
        (await _api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
        await _api.GetAsync("/api/deliveries/" + Guid.CreateVersion7(), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_hold_each_delivery_once_newest_first()
    {
        var tool = await _api.ConnectAsync();
        var sent = new List<string>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 25)
                .Select(async i =>
                {
                    var answer =
                        i % 5 == 0
                            ? await IntakeClient.ReadAsync(
                                await tool.PostRawAsync("nonsense"),
                                HttpStatusCode.Accepted
                            )
                            : await tool.PostAsync(
                                new JsonObject
                                {
                                    ["alerts"] = new JsonArray(tool.Firing("f" + i, Now)),
                                }
                            );
                    lock (sent)
                    {
                        sent.Add(answer.Text("deliveryId"));
                    }
                })
        );

        var seen = new List<JsonNode>();
        string? next = "";
        while (next is not null)
        {
            var after = next.Length > 0 ? "&after=" + next : "";
            var page = await _api.GetAsync($"/api/deliveries?source={tool.Id}&limit=4{after}");
            seen.AddRange(page.Items());
            next = page["next"]?.GetValue<string>();
        }

        seen.Select(d => d.Text("id")).Order().ShouldBe(sent.Order());
        seen.Select(d => d.Time("receivedAt")).ShouldBeInOrder(SortDirection.Descending);
        (await _api.GetAsync("/api/deliveries?status=lost", HttpStatusCode.BadRequest))["errors"]!
            ["status"]
            .ShouldNotBeNull();
        (await _api.GetAsync("/api/deliveries?limit=0", HttpStatusCode.BadRequest))["errors"]!
            ["limit"]
            .ShouldNotBeNull();
        (await _api.GetAsync("/api/deliveries?after=x", HttpStatusCode.BadRequest))["errors"]!
            ["after"]
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task There_is_no_next_page_where_only_others_have_older_deliveries()
    {
        var (noisy, quiet) = (await _api.ConnectAsync(), await _api.ConnectAsync());
        for (var i = 0; i < 201; i++)
        {
            await noisy.PostRawAsync("""{"alerts":[]}""");
        }

        await quiet.PostRawAsync("""{"alerts":[]}""");

        var page = await _api.GetAsync($"/api/deliveries?source={quiet.Id}");
        page.Items().ShouldHaveSingleItem();
        page["next"].ShouldBeNull();
    }

    [Fact]
    public async Task Reading_and_replaying_need_their_scopes()
    {
        var reader = IntakeClient.For(fixture.Host, Scope.SourcesRead);
        await reader.GetAsync("/api/deliveries");
        await reader.PostAsync(
            $"/api/deliveries/{Guid.CreateVersion7()}/replay",
            null,
            HttpStatusCode.Forbidden
        );
        await IntakeClient
            .For(fixture.Host, Scope.IncidentsWrite)
            .GetAsync("/api/deliveries", HttpStatusCode.Forbidden);
    }
}

[Collection(OnSqlite.Name)]
public sealed class DeliveryTestsOnSqlite(SqliteHost host) : DeliveryTests(host);

[Collection(OnPostgreSql.Name)]
public sealed class DeliveryTestsOnPostgreSql(PostgreSqlHost host) : DeliveryTests(host);

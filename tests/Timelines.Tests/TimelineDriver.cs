using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Testing;
using Shouldly;

namespace Pir.Timelines.Tests;

/// <summary>Uses the timeline like its users and the other services.</summary>
internal sealed class TimelineDriver(PirTestHost host, HttpClient client)
{
    public TimelineDriver(PirTestHost host)
        : this(host, host.Client()) { }

    /// <summary>An incident opens: the event of the intake.</summary>
    public async Task<IncidentState> IncidentOpensAsync(
        Func<IncidentState, IncidentState>? with = null
    )
    {
        var incident = with?.Invoke(Some.Incident()) ?? Some.Incident();
        await HearsAsync(
            new IncidentOpened(incident, [], null),
            incident.Id,
            1,
            incident.DetectedAt
        );
        return incident;
    }

    public Task HearsAsync(IEvent fact, Guid subject, int version, DateTime occurredAt) =>
        host.TellAsync(PirTestHost.BatchOf(fact, subject, version, occurredAt, Some.Ada));

    public async Task<TimelinePage> ReadAsync(string incident, string query = "")
    {
        var answer = await GetAsync(incident, query);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return TimelinePage.From(answer.Json);
    }

    public Task<TimelinePage> ReadAsync(IncidentState incident, string query = "") =>
        ReadAsync(incident.Id.ToString(), query);

    public Task<Answer> GetAsync(string incident, string query = "") =>
        SendAsync(HttpMethod.Get, $"/api/incidents/{incident}/timeline{query}");

    public Task<Answer> HistoryAsync(IncidentState incident, Guid entry, string query = "") =>
        SendAsync(HttpMethod.Get, $"/api/incidents/{incident.Id}/timeline/{entry}/history{query}");

    public Task<Answer> RecordAsync(string incident, object body) =>
        SendAsync(HttpMethod.Post, $"/api/incidents/{incident}/timeline", body);

    public Task<Answer> RecordAsync(IncidentState incident, object body) =>
        RecordAsync(incident.Id.ToString(), body);

    public Task<Answer> PostAsync(IncidentState incident, string path, object body) =>
        SendAsync(HttpMethod.Post, $"/api/incidents/{incident.Id}/timeline/{path}", body);

    /// <summary>Adds a line and returns it.</summary>
    public async Task<Entry> WritesAsync(
        IncidentState incident,
        string text,
        DateTime? occurredAt = null,
        string kind = "observation"
    )
    {
        var answer = await RecordAsync(
            incident,
            new RecordEntryRequest(
                Enum.Parse<TimelineEntryKind>(kind, ignoreCase: true),
                text,
                occurredAt
            )
        );
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return Entry.From(answer.Json);
    }

    public Task<Answer> CorrectAsync(
        IncidentState incident,
        Guid entry,
        object body,
        string? ifMatch = null
    ) =>
        SendAsync(
            HttpMethod.Patch,
            $"/api/incidents/{incident.Id}/timeline/{entry}",
            body,
            ifMatch
        );

    private async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, null, "application/json"),
            _ => JsonContent.Create(body, options: EventJson.Options),
        };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

internal sealed record Answer(HttpStatusCode Status, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The first rule a field broke.</summary>
    public string? ErrorOf(string field) =>
        Json.GetProperty("errors").GetProperty(field)[0].GetString();
}

internal sealed record Entry(
    Guid Id,
    string Kind,
    string Text,
    DateTime OccurredAt,
    DateTime RecordedAt,
    string Author,
    bool IsAutomatic,
    bool IsPinned,
    int Version
)
{
    public static Entry From(JsonElement json) =>
        new(
            json.GetProperty("id").GetGuid(),
            json.GetProperty("kind").GetString()!,
            json.GetProperty("text").GetString()!,
            Time(json.GetProperty("occurredAt")),
            Time(json.GetProperty("recordedAt")),
            json.GetProperty("author").GetProperty("name").GetString()!,
            json.GetProperty("isAutomatic").GetBoolean(),
            json.GetProperty("isPinned").GetBoolean(),
            json.GetProperty("version").GetInt32()
        );

    private static DateTime Time(JsonElement json)
    {
        json.GetString().ShouldEndWith("Z");
        return DateTime.Parse(
            json.GetString()!,
            CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind
        );
    }
}

internal sealed record TimelinePage(
    IReadOnlyList<Entry> Items,
    string? Next,
    IReadOnlyList<string> Warnings
)
{
    public IReadOnlyList<string> Texts => [.. Items.Select(i => i.Text)];

    public static TimelinePage From(JsonElement json) =>
        new(
            [.. json.GetProperty("items").EnumerateArray().Select(Entry.From)],
            json.TryGetProperty("next", out var next) ? next.GetString() : null,
            [
                .. json.GetProperty("warnings")
                    .EnumerateArray()
                    .Select(w => w.GetProperty("code").GetString()!),
            ]
        );
}

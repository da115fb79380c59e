using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;
using Shouldly;

namespace Pir.ActionTracking.Tests;

/// <summary>Uses the action tracker like its users and the other services.</summary>
internal sealed class ActionsDriver(PirTestHost host, HttpClient client)
{
    public ActionsDriver(PirTestHost host)
        : this(host, host.Client()) { }

    /// <summary>An incident opens: the event of the intake.</summary>
    public async Task<IncidentState> IncidentOpensAsync()
    {
        var incident = Some.Incident();
        await HearsAsync(new IncidentOpened(incident, [], null), incident.Id, 1);
        return incident;
    }

    /// <summary>A review proposes an action.</summary>
    public Task ReviewProposesAsync(ReviewState review, ProposedAction proposal, int version = 2) =>
        HearsAsync(new ReviewActionProposed(review, proposal, null), review.Id, version);

    public Task HearsAsync(IEvent fact, Guid subject, int version) =>
        host.TellAsync(
            PirTestHost.BatchOf(fact, subject, version, Some.Noon.AddMinutes(version), Some.Ada)
        );

    /// <summary>Proposes an action by hand and returns it.</summary>
    public async Task<ActionJson> ProposesAsync(object body)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/actions", body);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Action;
    }

    public Task<ActionJson> ProposesAsync(string title = "Alert on certificate age") =>
        ProposesAsync(new ProposeActionRequest(title, ActionType.Detective));

    /// <summary>Does something to an action that must succeed.</summary>
    public async Task<ActionJson> DoesAsync(ActionJson action, string verb, object? body = null)
    {
        var answer = await TriesAsync(action, verb, body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Action;
    }

    public Task<ActionJson> AssignsAsync(
        ActionJson action,
        string assignee = "Bob",
        DateTime? dueAt = null
    ) =>
        DoesAsync(
            action,
            "assign",
            new AssignActionRequest(
                new(null, assignee),
                dueAt ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(7)
            )
        );

    public Task<Answer> TriesAsync(ActionJson action, string verb, object? body = null) =>
        SendAsync(HttpMethod.Post, $"/api/actions/{action.Id}/{verb}", body);

    public Task<Answer> EditsAsync(ActionJson action, object body, string? ifMatch = null) =>
        SendAsync(HttpMethod.Patch, $"/api/actions/{action.Id}", body, ifMatch);

    public Task<Answer> TriesToProposeAsync(object body) =>
        SendAsync(HttpMethod.Post, "/api/actions", body);

    public async Task<ActionJson> ReadAsync(object key)
    {
        var answer = await GetAsync($"/{key}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Action;
    }

    public async Task<(List<ActionJson> Items, string? Next)> ListAsync(string query)
    {
        var answer = await GetAsync(query);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var items = answer.Json.GetProperty("items").EnumerateArray().Select(ActionJson.From);
        return (
            [.. items],
            answer.Json.TryGetProperty("next", out var next) ? next.GetString() : null
        );
    }

    public async Task<List<string?>> TitlesAsync(string query) =>
        (await ListAsync(query)).Items.ConvertAll(i => i.Title);

    public Task<Answer> GetAsync(string rest) => SendAsync(HttpMethod.Get, "/api/actions" + rest);

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

    public ActionJson Action => ActionJson.From(Json);

    public string? Code => Json.GetProperty("code").GetString();

    public string? Detail => Json.GetProperty("detail").GetString();

    /// <summary>The first rule a field broke.</summary>
    public string? ErrorOf(string field) =>
        Json.GetProperty("errors").GetProperty(field)[0].GetString();
}

/// <summary>An action in an API response.</summary>
internal sealed record ActionJson(
    Guid Id,
    int Number,
    string? Reference,
    string? Title,
    ActionType Type,
    string? Description,
    ActionStatus Status,
    Person? Assignee,
    DateTime? DueAt,
    bool IsOverdue,
    Guid? IncidentId,
    string? IncidentReference,
    Guid? ReviewId,
    string? Service,
    string? Team,
    Severity? Severity,
    DateTime ProposedAt,
    DateTime? CompletedAt,
    string? CompletionNote,
    string? DeclineReason,
    int Version
)
{
    public static ActionJson From(JsonElement json) =>
        json.Deserialize<ActionJson>(EventJson.Options)!;
}

using System.Text;

namespace Pir.Web.Incidents;

/// <summary>Incidents, kept by the intake service.</summary>
public sealed class IntakeClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    /// <summary>A page of the filtered list.</summary>
    internal Task<Paged<Incident>> ListAsync(
        IncidentFilter filter,
        int limit,
        CancellationToken ct
    ) => GetAsync<Paged<Incident>>(Query("/api/incidents", [.. filter.ApiQuery(limit)]), ct);

    /// <summary>The services, teams or environments to filter by.</summary>
    internal Task<Paged<IncidentName>> NamesAsync(string field, CancellationToken ct) =>
        GetAsync<Paged<IncidentName>>(
            Query("/api/incidents/names", ("field", field), ("limit", "200")),
            ct
        );

    public Task<Incident> GetAsync(string id, CancellationToken ct) =>
        GetAsync<Incident>(Of(id), ct);

    /// <summary>The incident as it was at a time.</summary>
    public Task<IncidentMomentResponse> ThenAsync(string id, DateTime at, CancellationToken ct) =>
        GetAsync<IncidentMomentResponse>(
            Query($"/api/incidents/{Part(id)}/then", ("at", Timeline.TimelineView.Write(at))),
            ct
        );

    public Task<Paged<AlertResponse>> AlertsAsync(string id, CancellationToken ct) =>
        GetAsync<Paged<AlertResponse>>(Query($"{Of(id)}/alerts", ("limit", "200")), ct);

    public Task<Paged<IncidentChangeResponse>> HistoryAsync(string id, CancellationToken ct) =>
        GetAsync<Paged<IncidentChangeResponse>>($"{Of(id)}/history", ct);

    /// <summary>The first service, team and severity compared with the final ones.</summary>
    public Task<TriageResponse> TriageAsync(string id, CancellationToken ct) =>
        GetAsync<TriageResponse>($"{Of(id)}/triage", ct);

    public Task<IncidentEngagementsResponse> EngagementsAsync(string id, CancellationToken ct) =>
        GetAsync<IncidentEngagementsResponse>($"{Of(id)}/engagements", ct);

    public Task EngageAsync(string id, EngageTeamRequest request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/engagements", request, ct);

    /// <summary>Acknowledges for an engaged team.</summary>
    public Task AnswerAsync(string id, Guid engagement, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/engagements/{engagement}/acknowledge", null, ct);

    public Task<ItemList<TaskResponse>> TasksAsync(string id, CancellationToken ct) =>
        GetAsync<ItemList<TaskResponse>>($"{Of(id)}/tasks", ct);

    public Task AddTaskAsync(string id, AddTaskRequest request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/tasks", request, ct);

    public Task ChangeTaskAsync(
        string id,
        Guid task,
        ChangeTaskRequest request,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Patch, $"{Of(id)}/tasks/{task}", request, ct);

    public Task<ItemList<JoinRequestResponse>> JoinsAsync(string id, CancellationToken ct) =>
        GetAsync<ItemList<JoinRequestResponse>>($"{Of(id)}/joins", ct);

    public Task AskToJoinAsync(string id, JoinIncidentRequest request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/joins", request, ct);

    /// <param name="verb">accept, decline or withdraw.</param>
    public Task DecideOnJoinAsync(string id, Guid join, string verb, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/joins/{join}/{verb}", null, ct);

    /// <summary>Changes several incidents at once.</summary>
    public Task<BulkResponse> ChangeAsync(ChangeIncidentsRequest request, CancellationToken ct) =>
        PostAsync<BulkResponse>("/api/incidents/bulk", request, ct);

    /// <summary>Deletes several incidents at once.</summary>
    public Task<BulkResponse> DeleteAsync(DeleteIncidentsRequest request, CancellationToken ct) =>
        PostAsync<BulkResponse>("/api/incidents/bulk/delete", request, ct);

    /// <summary>Adds incidents from a CSV file, or previews that.</summary>
    public async Task<IncidentImportResponse> ImportAsync(
        string key,
        string csv,
        bool reviews,
        bool isPreview,
        CancellationToken ct
    )
    {
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await PostAsync<IncidentImportResponse>(
            Query(
                "/api/incidents/import",
                ("key", key),
                ("reviews", reviews ? "true" : null),
                ("preview", isPreview ? "true" : null)
            ),
            body,
            ct
        );
    }

    public Task<Incident> OpenAsync(OpenIncidentRequest incident, CancellationToken ct) =>
        PostAsync<Incident>("/api/incidents", incident, ct);

    public Task<Incident> CorrectAsync(
        string id,
        CorrectIncidentRequest correction,
        CancellationToken ct
    ) => SendAsync<Incident>(HttpMethod.Patch, Of(id), correction, ct);

    public Task<Incident> DoAsync(
        string id,
        AcknowledgeIncidentRequest request,
        CancellationToken ct
    ) => PostAsync<Incident>($"{Of(id)}/acknowledge", request, ct);

    public Task<Incident> DoAsync(
        string id,
        MitigateIncidentRequest request,
        CancellationToken ct
    ) => PostAsync<Incident>($"{Of(id)}/mitigate", request, ct);

    public Task<Incident> DoAsync(
        string id,
        ResolveIncidentRequest request,
        CancellationToken ct
    ) => PostAsync<Incident>($"{Of(id)}/resolve", request, ct);

    public Task<Incident> DoAsync(string id, ReopenIncidentRequest request, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/reopen", request, ct);

    public Task<Incident> DoAsync(string id, CloseIncidentRequest request, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/close", request, ct);

    public Task<Incident> DoAsync(string id, ChangeSeverityRequest request, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/severity", request, ct);

    public Task<Incident> DoAsync(string id, AssignRoleRequest request, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/roles", request, ct);

    public Task<Incident> DoAsync(string id, RecordImpactRequest request, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/impact", request, ct);

    /// <summary>Its links, and what was merged into it.</summary>
    public Task<ItemList<IncidentLinkResponse>> LinksAsync(string id, CancellationToken ct) =>
        GetAsync<ItemList<IncidentLinkResponse>>($"{Of(id)}/links", ct);

    /// <summary>Open incidents that may be about the same.</summary>
    public Task<ItemList<SimilarIncident>> SimilarAsync(
        string? title,
        string? service,
        bool isDrill,
        CancellationToken ct
    ) =>
        GetAsync<ItemList<SimilarIncident>>(
            Query(
                "/api/incidents/similar",
                ("title", title),
                ("service", service),
                ("drill", isDrill ? "true" : null)
            ),
            ct
        );

    /// <summary>The customers it affected. The reading is audited.</summary>
    public Task<ItemList<ImpactedCustomerResponse>> CustomersAsync(
        string id,
        CancellationToken ct
    ) => GetAsync<ItemList<ImpactedCustomerResponse>>($"{Of(id)}/customers", ct);

    /// <summary>Adds and changes affected customers from a CSV file, or previews that.</summary>
    public async Task<CustomerImportResponse> ImportCustomersAsync(
        string id,
        string csv,
        bool isPreview,
        CancellationToken ct
    )
    {
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await PostAsync<CustomerImportResponse>(
            Query($"{Of(id)}/customers/import", ("preview", isPreview ? "true" : null)),
            body,
            ct
        );
    }

    public Task RemoveCustomerAsync(string id, Guid customer, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Of(id)}/customers/{customer}", null, ct);

    public Task<Incident> DescribeAsync(
        string id,
        PutScenarioRequest request,
        CancellationToken ct
    ) => SendAsync<Incident>(HttpMethod.Put, $"{Of(id)}/scenario", request, ct);

    /// <summary>What the severities mean, the worst first.</summary>
    public Task<ItemList<SeverityDefinitionResponse>> SeveritiesAsync(CancellationToken ct) =>
        GetAsync<ItemList<SeverityDefinitionResponse>>("/api/severities", ct);

    public Task DefineAsync(string severity, PutSeverityRequest request, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/api/severities/{Part(severity)}", request, ct);

    public Task LinkAsync(string id, LinkIncidentRequest request, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/links", request, ct);

    public Task UnlinkAsync(string id, Guid link, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Of(id)}/links/{link}", null, ct);

    public Task<Incident> MergeAsync(
        string id,
        MergeIncidentRequest request,
        CancellationToken ct
    ) => PostAsync<Incident>($"{Of(id)}/merge", request, ct);

    public Task<Incident> UnmergeAsync(
        string id,
        UnmergeIncidentRequest request,
        CancellationToken ct
    ) => PostAsync<Incident>($"{Of(id)}/unmerge", request, ct);

    private static string Of(string id) => $"/api/incidents/{Part(id)}";
}

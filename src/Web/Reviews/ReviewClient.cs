using Pir.Contracts.Reviews;

namespace Pir.Web.Reviews;

/// <summary>Reviews and their published revisions.</summary>
public sealed class ReviewClient(ApiAccess access) : ApiClient(access, "review")
{
    public Task<Paged<ReviewListItem>> ListAsync(
        string? incident,
        string? status,
        bool overdue,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<ReviewListItem>>(
            Query(
                "/api/reviews",
                ("incident", incident),
                ("status", status),
                ("overdue", overdue ? "true" : null),
                ("after", after),
                ("limit", $"{limit}")
            ),
            ct
        );

    /// <summary>By title, service or incident reference, newest first.</summary>
    public Task<Paged<ReviewListItem>> SearchAsync(string query, int limit, CancellationToken ct) =>
        GetAsync<Paged<ReviewListItem>>(
            Query("/api/reviews", ("q", query), ("limit", $"{limit}")),
            ct
        );

    public Task<Paged<ReviewListItem>> ListAsync(ReviewQuery query, CancellationToken ct) =>
        GetAsync<Paged<ReviewListItem>>(
            Query(
                query.Filter.Asked("/api/reviews"),
                ("status", query.Status),
                ("overdue", query.Overdue ? "true" : null),
                ("owner", query.Owner is "team" ? null : query.Owner),
                ("myTeams", query.Owner is "team" ? "true" : null),
                ("sort", query.Sort),
                ("after", query.After),
                ("limit", $"{query.Limit}"),
                ("total", "true")
            ),
            ct
        );

    public async Task<IReadOnlyList<LanguageHint>> HintsAsync(
        CheckLanguageRequest request,
        CancellationToken ct
    ) => (await PostAsync<CheckLanguageResponse>("/api/reviews/language-check", request, ct)).Hints;

    public async Task<string> MarkdownAsync(Guid id, int revision, CancellationToken ct)
    {
        using var answer = await OpenAsync($"{Of(id)}/revisions/{revision}.md", null, ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    public Task<Review> GetAsync(Guid id, CancellationToken ct) => GetAsync<Review>(Of(id), ct);

    public Task<Review> OpenAsync(OpenReviewRequest request, CancellationToken ct) =>
        PostAsync<Review>("/api/reviews", request, ct);

    public Task<Review> JoinAsync(Guid id, CancellationToken ct) =>
        PostAsync<Review>($"{Of(id)}/join", null, ct);

    public Task<Review> AssignAsync(Guid id, AssignOwnerRequest request, CancellationToken ct) =>
        PutAsync<Review>($"{Of(id)}/owner", request, ct);

    public Task<Review> ScheduleAsync(
        Guid id,
        ScheduleReviewRequest request,
        CancellationToken ct
    ) => PutAsync<Review>($"{Of(id)}/schedule", request, ct);

    public Task<Review> HoldAsync(Guid id, HoldReviewRequest request, CancellationToken ct) =>
        PostAsync<Review>($"{Of(id)}/hold", request, ct);

    public Task<Review> WaiveAsync(Guid id, WaiveReviewRequest request, CancellationToken ct) =>
        PostAsync<Review>($"{Of(id)}/waive", request, ct);

    public Task<Review> WriteAsync(Guid id, WriteSummaryRequest request, CancellationToken ct) =>
        PutAsync<Review>($"{Of(id)}/summary", request, ct);

    /// <summary>The review with its new version; 412 where somebody else wrote.</summary>
    public Task<Review> WriteAsync(Guid id, WriteNotesRequest request, CancellationToken ct) =>
        PutAsync<Review>($"{Of(id)}/notes", request, ct);

    /// <summary>Saves the texts that come along and publishes, all in one.</summary>
    public Task<RevisionResponse> PublishAsync(
        Guid id,
        PublishReviewRequest request,
        CancellationToken ct
    ) => PostAsync<RevisionResponse>($"{Of(id)}/publish", request, ct);

    public Task<AttendeesResponse> InviteAsync(
        Guid id,
        InviteRequest request,
        CancellationToken ct
    ) => PostAsync<AttendeesResponse>($"{Of(id)}/attendees", request, ct);

    public Task<AttendeesResponse> NoteAsync(
        Guid id,
        Guid attendee,
        NoteAttendeeRequest request,
        CancellationToken ct
    ) => PutAsync<AttendeesResponse>($"{Of(id)}/attendees/{attendee}", request, ct);

    /// <param name="decision">accept or decline.</param>
    public Task<Review> DecideAsync(Guid id, Guid request, string decision, CancellationToken ct) =>
        PostAsync<Review>($"{Of(id)}/access-requests/{request}/{decision}", null, ct);

    public Task<Factor> AddAsync(Guid id, FactorRequest request, CancellationToken ct) =>
        PostAsync<Factor>($"{Of(id)}/factors", request, ct);

    public Task<Factor> ChangeAsync(
        Guid id,
        Guid factor,
        FactorRequest request,
        CancellationToken ct
    ) => PutAsync<Factor>($"{Of(id)}/factors/{factor}", request, ct);

    public Task<Finding> AddAsync(Guid id, FindingRequest request, CancellationToken ct) =>
        PostAsync<Finding>($"{Of(id)}/findings", request, ct);

    public Task<Finding> ChangeAsync(
        Guid id,
        Guid finding,
        FindingRequest request,
        CancellationToken ct
    ) => PutAsync<Finding>($"{Of(id)}/findings/{finding}", request, ct);

    public Task<FoundAction> AddAsync(
        Guid id,
        ProposeReviewActionRequest request,
        CancellationToken ct
    ) => PostAsync<FoundAction>($"{Of(id)}/actions", request, ct);

    /// <param name="part">For example <c>factors/{id}</c>.</param>
    public Task RemoveAsync(Guid id, string part, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Of(id)}/{part}", null, ct);

    /// <summary>
    /// Reports that a page of the review is open for half a minute. Returns who is present.
    /// </summary>
    public Task<PresenceResponse> SayPresentAsync(
        Guid id,
        Guid tab,
        PresenceRequest request,
        CancellationToken ct
    ) => PutAsync<PresenceResponse>($"{Of(id)}/presence/{tab}", request, ct);

    public Task<Paged<RevisionItem>> RevisionsAsync(Guid id, CancellationToken ct) =>
        GetAsync<Paged<RevisionItem>>($"{Of(id)}/revisions", ct);

    public Task<RevisionResponse> RevisionAsync(Guid id, int revision, CancellationToken ct) =>
        GetAsync<RevisionResponse>($"{Of(id)}/revisions/{revision}", ct);

    private static string Of(Guid id) => $"/api/reviews/{id}";
}

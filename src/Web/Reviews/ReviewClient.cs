using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Web.Reviews;

/// <summary>A review as the API returns it. Lists leave out the contents.</summary>
public sealed record Review(
    Guid Id,
    Guid IncidentId,
    int IncidentNumber,
    string? IncidentReference,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    ReviewStatus Status,
    DateTime OpenedAt,
    DateTime? DueAt,
    Person? Owner,
    DateTime? HeldAt,
    DateTime? PublishedAt,
    int Revision,
    string? Summary,
    string? Notes,
    IReadOnlyList<ReviewFactor>? Factors,
    IReadOnlyList<ReviewAction>? Actions,
    DateTime? DetectedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    Impact? Impact,
    bool IsOverdue,
    IReadOnlyList<string>? MissingToPublish,
    string? PublishedUrl,
    string? WaivedReason,
    int Version,
    bool IsDrill = false,
    DateTime? ScheduledFor = null,
    bool IsAttendee = true,
    IReadOnlyList<ReviewAttendee>? Attendees = null,
    IReadOnlyList<ReviewFinding>? Findings = null,
    IReadOnlyList<string>? TouchedQuestions = null,
    string? NotesBy = null,
    DateTime? NotesAt = null,
    IReadOnlyList<ReviewHint>? Hints = null,
    bool NeedsNeutralLead = false,
    bool HasUnpublishedChanges = false,
    IReadOnlyList<ReviewAccessRequest>? AccessRequests = null,
    IReadOnlyList<ReviewAccessRequest>? TeamsLetIn = null,
    IReadOnlyList<ReviewAccessRequest>? DeclinedRequests = null
)
{
    public string Reference => IncidentReference ?? $"INC-{IncidentNumber}";

    /// <summary>Not published or waived yet.</summary>
    public bool IsPending => Status is ReviewStatus.Open or ReviewStatus.Held;

    /// <summary>No revision is published yet.</summary>
    public bool IsDraft => Revision == 0;

    public IReadOnlyList<ReviewAttendee> People => Attendees ?? [];

    public IEnumerable<ReviewFinding> Of(FindingKind kind) =>
        (Findings ?? []).Where(f => f.Kind == kind);

    /// <summary>The hints of the language check for one text.</summary>
    /// <param name="field">summary, notes, or the id of a part.</param>
    public IEnumerable<ReviewHint> HintsIn(string field) =>
        (Hints ?? []).Where(h => h.Field == field);
}

/// <summary>
/// Someone who asks to read a draft because the incident changed after it was resolved.
/// </summary>
/// <param name="Name">
/// As written by whoever assigned the role. The account identifies the person.
/// </param>
public sealed record ReviewAccessRequest(
    Guid Id,
    bool IsTeam,
    string? PersonId,
    string Name,
    string? Part,
    DateTime AskedAt,
    DateTime? DecidedAt = null,
    string? DecidedBy = null
);

/// <param name="Source">owner, role, team, invited or joined.</param>
public sealed record ReviewAttendee(
    Guid Id,
    string? PersonId,
    string Name,
    string Source,
    string? Part,
    DateTime? HeardAt,
    DateTime? AcknowledgedAt
);

public sealed record ReviewFinding(
    Guid Id,
    FindingKind Kind,
    string? Question,
    string Text,
    bool FromNotes = false
);

/// <summary>A place in a text and the question to ask about it.</summary>
/// <param name="Kind">blame or name.</param>
public sealed record ReviewHint(
    string? Field,
    int Start,
    int Length,
    string Text,
    string Kind,
    string Ask
);

/// <summary>Who has a review open.</summary>
public sealed record PresentPeople(IReadOnlyList<PresentPerson> Items);

/// <param name="Field">What they are editing; null while they only read.</param>
public sealed record PresentPerson(string PersonId, string Name, string? Field);

/// <summary>Which reviews to list; null asks for all.</summary>
/// <param name="Owner">me, none, team for reviews of my teams, or an account.</param>
/// <param name="Sort">opened or due.</param>
public sealed record ReviewQuery(
    string? Status,
    bool Overdue,
    string? Owner,
    string? Sort,
    string? After,
    int Limit
)
{
    public ReviewListFilter Filter { get; init; } = ReviewListFilter.None;
}

public sealed record ReviewFactor(
    Guid Id,
    string Title,
    FactorCategory Category,
    string? Description
);

public sealed record ReviewAction(
    Guid Id,
    string Title,
    ActionType Type,
    string? Description,
    Guid? FactorId
);

/// <summary>A published revision, immutable.</summary>
public sealed record ReviewRevision(
    int Revision,
    string? Url,
    string? Title,
    Severity? Severity,
    string? Service,
    string? Team,
    Guid? IncidentId,
    int? IncidentNumber,
    string? Summary,
    string? Notes,
    IReadOnlyList<ReviewFactor>? Factors,
    IReadOnlyList<ReviewAction>? Actions,
    Impact? Impact,
    DateTime? DetectedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    DateTime PublishedAt,
    Person? PublishedBy,
    IReadOnlyList<ReviewFinding>? Findings = null,
    DateTime? ImpactStartedAt = null,
    bool IsDrill = false,
    Person? Owner = null,
    DateTime? HeldAt = null,
    string? SummaryHtml = null,
    string? NotesHtml = null
);

/// <summary>Reviews and their published revisions.</summary>
public sealed class ReviewClient(ApiAccess access) : ApiClient(access, "review")
{
    public Task<Paged<Review>> ListAsync(
        string? incident,
        string? status,
        bool overdue,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<Review>>(
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
    public Task<Paged<Review>> SearchAsync(string query, int limit, CancellationToken ct) =>
        GetAsync<Paged<Review>>(Query("/api/reviews", ("q", query), ("limit", $"{limit}")), ct);

    public Task<Paged<Review>> ListAsync(ReviewQuery query, CancellationToken ct) =>
        GetAsync<Paged<Review>>(
            Query(
                query.Filter.Asked("/api/reviews"),
                ("status", query.Status),
                ("overdue", query.Overdue ? "true" : null),
                ("owner", query.Owner is "team" ? null : query.Owner),
                ("myTeams", query.Owner is "team" ? "true" : null),
                ("sort", query.Sort),
                ("after", query.After),
                ("limit", $"{query.Limit}")
            ),
            ct
        );

    public async Task<IReadOnlyList<ReviewHint>> HintsAsync(
        Guid id,
        string text,
        CancellationToken ct
    ) =>
        (
            await PostAsync<LanguageAnswer>(
                "/api/reviews/language-check",
                new { text, reviewId = id },
                ct
            )
        ).Hints;

    public async Task<string> MarkdownAsync(Guid id, int revision, CancellationToken ct)
    {
        using var answer = await OpenAsync($"/api/reviews/{id}/revisions/{revision}.md", null, ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    public Task<Review> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Review>($"/api/reviews/{id}", ct);

    public Task<Review> OpenAsync(object review, CancellationToken ct) =>
        PostAsync<Review>("/api/reviews", review, ct);

    public Task PutAsync(Guid id, string part, object body, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/api/reviews/{id}/{part}", body, ct);

    public Task PostAsync(Guid id, string part, object? body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/reviews/{id}/{part}", body ?? new { }, ct);

    public Task RemoveAsync(Guid id, string part, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/reviews/{id}/{part}", null, ct);

    /// <summary>
    /// Reports that a page of the review is open for half a minute. Returns who is present.
    /// </summary>
    /// <param name="field">What is being edited.</param>
    public Task<PresentPeople> SayPresentAsync(
        Guid id,
        Guid tab,
        string? field,
        CancellationToken ct
    ) =>
        SendAsync<PresentPeople>(
            HttpMethod.Put,
            $"/api/reviews/{id}/presence/{tab}",
            new { field },
            ct
        );

    public Task<Paged<ReviewRevision>> RevisionsAsync(Guid id, CancellationToken ct) =>
        GetAsync<Paged<ReviewRevision>>($"/api/reviews/{id}/revisions", ct);

    public Task<ReviewRevision> RevisionAsync(Guid id, int revision, CancellationToken ct) =>
        GetAsync<ReviewRevision>($"/api/reviews/{id}/revisions/{revision}", ct);

    private sealed record LanguageAnswer(IReadOnlyList<ReviewHint> Hints);
}

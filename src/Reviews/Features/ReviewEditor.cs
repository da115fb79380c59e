using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Platform.Decisions;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Reviews.Features;

/// <summary>Changes one review on behalf of an attendee.</summary>
internal sealed class ReviewEditor(ReviewDbContext db, Policies policies, TimeProvider clock)
    : Editor<Review, Guid, ReviewResponse>(db, clock)
{
    private bool _isJoining;

    /// <summary>Changes the review as a whole; <c>If-Match</c> applies to all of it.</summary>
    public Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> ChangeAsync(
        HttpContext http,
        Guid id,
        Func<Review, Stamp, Decision> decide
    ) => ChangeAsync(http, id, version: null, decide);

    /// <summary>For joining, where the caller does not attend yet.</summary>
    public Task<Results<Ok<ReviewResponse>, ProblemHttpResult>> JoinAsync(
        HttpContext http,
        Guid id,
        Func<Review, Stamp, Decision> decide
    )
    {
        _isJoining = true;
        return ChangeAsync(http, id, version: null, decide);
    }

    /// <summary>Loads everything that a decision needs.</summary>
    public IQueryable<Review> WholeReviews() =>
        db
            .Reviews.Include(r => r.Incident)
            .Include(r => r.Factors)
            .Include(r => r.Actions)
            .Include(r => r.Findings)
            .Include(r => r.Attendees)
            .Include(r => r.ReaderTeams)
            .Include(r => r.AccessRequests)
            .AsSplitQuery();

    public async Task<Review?> LoadAsync(Guid id, CancellationToken cancellationToken) =>
        await WholeReviews().FirstOrDefaultAsync(r => r.Id == id, cancellationToken);

    /// <summary>The response after a change, with the version in the ETag header too.</summary>
    public async Task<Ok<ReviewResponse>> AnswerAsync(HttpContext http, Review review) =>
        TypedResults.Ok(await AnswerAsync(review, http, http.RequestAborted));

    protected override Task<Review?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => LoadAsync(key, token);

    protected override string NameOf(Guid key) => "review " + key;

    protected override ProblemHttpResult? Forbid(Review it, HttpContext http) =>
        _isJoining || Drafts.MaySee(http.User, it) ? null : Drafts.RefuseWriter();

    protected override AuditSubject SubjectOf(Review it) => it.ToAuditSubject();

    protected override void Raise(Review it, Decision decision, Stamp by) => db.RaiseToldBy(it);

    protected override async Task<ReviewResponse> AnswerAsync(
        Review it,
        HttpContext http,
        CancellationToken token
    )
    {
        ExpectedVersion.Tell(http.Response, it.Version);
        var shown = it.ToResponse(await policies.ReadAsync(token), Now);
        return Drafts.MayLetIn(http.User, it) ? shown
            : Drafts.MaySee(http.User, it) ? shown.WithoutRequests()
            : shown.WithoutDraft();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

internal static class PolicyEndpoints
{
    private const string Path = "/api/policies/reviews";
    private const int MaxHours = 8760;
    private const int MaxPhrases = 300;
    private const int MaxText = 100;
    private const int MaxAsk = 300;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Path, GetAsync)
            .WithName("GetReviewPolicies")
            .WithSummary("Get the review policies")
            .May(Permissions.ReadPolicies);
        api.MapPut(Path, PutAsync)
            .May(Permissions.ChangePolicies)
            .Audited("policies-changed", "changed {policies}")
            .WithName("ChangeReviewPolicies")
            .WithSummary("Change the review policies; open reviews keep their due time")
            .ProducesProblem(412);
        api.MapGet(Path + "/history", HistoryAsync)
            .WithName("ListReviewPolicyChanges")
            .WithSummary("List changes to the review policies, latest first")
            .May(Permissions.ReadPolicies);
    }

    private static async Task<Ok<PolicyResponse>> GetAsync(
        ReviewDbContext db,
        Policies policies,
        CancellationToken cancellationToken
    )
    {
        var policy = await FindAsync(db, cancellationToken);
        return TypedResults.Ok(Of(policy?.Rules ?? policies.Configured, policy));
    }

    private static async Task<Results<Ok<PolicyResponse>, ProblemHttpResult>> PutAsync(
        PolicyRequest request,
        HttpContext http,
        ReviewDbContext db,
        Policies policies,
        ReviewEditor editor
    )
    {
        if (Check(request).Problem is { } invalid)
        {
            return invalid;
        }

        var policy = await FindAsync(db, http.RequestAborted);
        var expected = ExpectedVersion.Of(http.Request, request.Version);
        if (ExpectedVersion.Refuse(expected, policy?.Version ?? 0) is { } stale)
        {
            return stale;
        }

        var before = policy?.Rules ?? policies.Configured;
        var after = new PolicyRules(
            [.. (request.OpenFor ?? []).Distinct().Order()],
            request.HoursUntilDue!.Value,
            [.. (request.Needed ?? []).Distinct(StringComparer.Ordinal)],
            [.. (request.Phrases ?? []).Select(p => new Phrase(p.Text.Trim(), p.Ask.Trim()))],
            [.. (request.NeutralFor ?? []).Distinct().Order()]
        );
        if (ReviewPolicy.JsonOf(before) == ReviewPolicy.JsonOf(after))
        {
            return TypedResults.Ok(Of(after, policy));
        }

        policy = Write(db, policy, before, after, editor.StampOf(http));
        db.Audit(http, AuditSubjects.Policies, Guid.Empty);
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException)
        {
            return Stale(); // Two administrators at the same moment.
        }

        return TypedResults.Ok(Of(after, policy));
    }

    private static async Task<Results<Ok<Paged<PolicyChangeItem>>, ProblemHttpResult>> HistoryAsync(
        int? limit,
        string? after,
        ReviewDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } refusal)
        {
            return refusal;
        }

        var changes = db.PolicyChanges.AsNoTracking();
        if (paging.After is var (time, last))
        {
            changes = changes.Where(c => c.At < time || (c.At == time && c.Id.CompareTo(last) < 0));
        }

        var rows = await changes
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(paging.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(paging.Cut(rows, Of, c => new Cursor(c.At, c.Id)));
    }

    private static Task<ReviewPolicy?> FindAsync(
        ReviewDbContext db,
        CancellationToken cancellationToken
    ) => db.Policies.FirstOrDefaultAsync(p => p.Id == ReviewPolicy.OnlyId, cancellationToken);

    private static ReviewPolicy Write(
        ReviewDbContext db,
        ReviewPolicy? policy,
        PolicyRules before,
        PolicyRules after,
        Stamp stamp
    )
    {
        if (policy is null)
        {
            policy = new() { Json = "" };
            db.Policies.Add(policy);
        }

        (policy.Json, policy.ChangedAt, policy.ChangedBy) = (
            ReviewPolicy.JsonOf(after),
            stamp.At,
            stamp.By.Name
        );
        db.PolicyChanges.Add(
            new()
            {
                Id = Times.NewId(stamp.At),
                At = stamp.At,
                ActorKind = stamp.By.Kind,
                ActorId = stamp.By.Id,
                ActorName = stamp.By.Name,
                Before = ReviewPolicy.JsonOf(before),
                After = ReviewPolicy.JsonOf(after),
            }
        );
        return policy;
    }

    private static FieldErrors Check(PolicyRequest request) =>
        new FieldErrors()
            .That(request.HoursUntilDue is not null, "hoursUntilDue", "is required")
            .That(
                request.HoursUntilDue is null or (>= 1 and <= MaxHours),
                "hoursUntilDue",
                $"must be between 1 and {MaxHours}"
            )
            .That(
                (request.Needed ?? []).All(n =>
                    PolicyNeeds.All.Contains(n, StringComparer.Ordinal)
                ),
                "needed",
                "must be any of " + string.Join(", ", PolicyNeeds.All)
            )
            .That(
                request.Phrases is null || ArePhrases(request.Phrases),
                "phrases",
                $"must be at most {MaxPhrases} phrases, each with a text (up to {MaxText} "
                    + $"characters) and a question (up to {MaxAsk})"
            );

    private static bool ArePhrases(IReadOnlyList<Phrase> phrases) =>
        phrases.Count <= MaxPhrases
        && phrases.All(p =>
            !string.IsNullOrWhiteSpace(p.Text)
            && !string.IsNullOrWhiteSpace(p.Ask)
            && p.Text.Length <= MaxText
            && p.Ask.Length <= MaxAsk
        );

    private static ProblemHttpResult Stale() =>
        Problems.Stale(
            "Someone changed the policies after the version you started from. Read them again.",
            new Dictionary<string, object?>()
        );

    private static PolicyResponse Of(PolicyRules rules, ReviewPolicy? policy) =>
        new(
            rules.OpenFor,
            rules.HoursUntilDue,
            rules.Needed,
            rules.Phrases,
            rules.NeutralFor,
            policy?.ChangedAt,
            policy?.ChangedBy,
            policy?.Version ?? 0
        );

    private static PolicyChangeItem Of(PolicyChange change) =>
        new(
            change.Id,
            change.At,
            new(change.ActorKind, change.ActorId, change.ActorName),
            Read(change.Before),
            Read(change.After)
        );

    private static PolicyRules Read(string json) =>
        JsonSerializer.Deserialize<PolicyRules>(json, EventJson.Options)!;
}

using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Platform.Statistics;
using Pir.Platform.Time;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>How soon incidents are reviewed, by week or month. Never by person.</summary>
internal static class ReadStatistics
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api/reviews/statistics", HandleAsync)
            .WithName("GetReviewStatistics")
            .WithSummary("Get the share of reviews held within 24 hours, by week or month")
            .May(Permissions.ReadReviews)
            .ProducesProblem(422);

    private static async Task<Results<Ok<ReviewStatisticsResponse>, ProblemHttpResult>> HandleAsync(
        [AsParameters] StatisticsQuery query,
        ClaimsPrincipal user,
        ReviewDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (query.TryRead(clock.UtcNow(), out var scope) is { } problem)
        {
            return problem;
        }

        var found = await Choose(Drafts.KnownTo(user, db.Reviews.AsNoTracking()), scope)
            .Select(r => new CountedReview(
                r.Incident.ResolvedAt!.Value,
                r.HeldAt,
                r.Status == ReviewStatus.Waived
            ))
            .ToListAsync(token);
        var starts = Calendar.Between(scope.From, scope.To, scope.Unit);
        var held = ReviewStatistics.Count(found, starts, scope.Unit, scope.To);
        return TypedResults.Ok(
            new ReviewStatisticsResponse(
                scope.From,
                scope.To,
                "Share of reviews whose meeting was held within 24 hours of resolution.",
                held.Sum(h => h.N),
                held.Sum(h => h.LeftOut),
                held.Sum(h => h.Within),
                held
            )
        );
    }

    private static IQueryable<Review> Choose(IQueryable<Review> reviews, StatisticsScope scope)
    {
        var (from, to, severities) = (scope.From, scope.To, scope.Severities);
        reviews = reviews.Where(r =>
            r.Incident.ResolvedAt >= from
            && r.Incident.ResolvedAt < to
            && r.Incident.MergedIntoNumber == null
        );
        if (!scope.WithDrills)
        {
            reviews = reviews.Where(r => !r.Incident.IsDrill);
        }

        if (scope.Service is { } service)
        {
            reviews = reviews.Where(r => r.Incident.Service == service);
        }

        if (scope.Team is { } team)
        {
            reviews = reviews.Where(r => r.Incident.Team == team);
        }

        return severities.Count == 0
            ? reviews
            : reviews.Where(r => severities.Contains(r.Incident.Severity));
    }
}

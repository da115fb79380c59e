using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Reviews;

/// <summary>The routes of reviews, from the list to published revisions.</summary>
internal static class ReviewRoutes
{
    public static void Map(RouteGroupBuilder pages)
    {
        MapList(pages);
        MapReview(pages);
        MapAttendees(pages);
        MapNotes(pages);
        MapParts(pages);
        MapPublished(pages);
    }

    private static void MapList(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        var writing = pages.For(Scopes.Reviews);
        reading.MapGet(
            "/reviews",
            (string? status, string? owner, string? after, ReviewPages p, CancellationToken ct) =>
                p.ListAsync(status, owner, after, ct)
        );
        writing.MapPost("/reviews", (ReviewPages p, CancellationToken ct) => p.OpenAsync(ct));
    }

    private static void MapReview(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        var writing = pages.For(Scopes.Reviews);
        reading.MapGet(
            "/reviews/{id:guid}",
            (Guid id, ReviewPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/summary",
            (Guid id, ReviewPages p, CancellationToken ct) => p.SummaryAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/owner",
            (Guid id, ReviewPages p, CancellationToken ct) => p.OwnerAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/hold",
            (Guid id, ReviewPages p, CancellationToken ct) => p.HoldAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/waive",
            (Guid id, ReviewPages p, CancellationToken ct) => p.WaiveAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/publish",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PublishAsync(id, ct)
        );
        reading.MapGet("/reviews/{id:guid}/{**rest}", (Guid id) => new SeeOther($"/reviews/{id}"));
        reading.MapPost(
            "/reviews/{id:guid}/join",
            (Guid id, ReviewPages p, CancellationToken ct) => p.JoinAsync(id, ct)
        );
    }

    private static void MapAttendees(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Reviews);
        var reading = pages.For(Scopes.ReviewsRead);
        writing.MapPost(
            "/reviews/{id:guid}/attendees",
            (Guid id, ReviewPages p, CancellationToken ct) => p.InviteAsync(id, ct)
        );
        reading.MapPost(
            "/reviews/{id:guid}/attendees/{attendee:guid}",
            (Guid id, Guid attendee, ReviewPages p, CancellationToken ct) =>
                p.NoteAttendeeAsync(id, attendee, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/attendees/{attendee:guid}/remove",
            (Guid id, Guid attendee, ReviewPages p, CancellationToken ct) =>
                p.RemoveAttendeeAsync(id, attendee, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/schedule",
            (Guid id, ReviewPages p, CancellationToken ct) => p.ScheduleAsync(id, ct)
        );
        reading.MapGet(
            "/reviews/{id:guid}/meeting.ics",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.CalendarAsync(id, context, ct)
        );
        foreach (var decision in new[] { "accept", "decline" })
        {
            reading.MapPost(
                "/reviews/{id:guid}/access/{request:guid}/" + decision,
                (Guid id, Guid request, ReviewPages p, CancellationToken ct) =>
                    p.DecideAccessAsync(id, request, decision, ct)
            );
        }
    }

    private static void MapNotes(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Reviews);
        var reading = pages.For(Scopes.ReviewsRead);
        writing.MapPut(
            "/reviews/{id:guid}/notes",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.SaveNotesAsync(id, context, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/notes",
            (Guid id, ReviewPages p, CancellationToken ct) => p.SaveNotesFormAsync(id, ct)
        );
        reading.MapGet(
            "/reviews/{id:guid}/notes/now",
            (Guid id, ReviewPages p, CancellationToken ct) => p.NotesNowAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/hints",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.HintsAsync(id, context, ct)
        );
    }

    /// <summary>Findings, factors and actions.</summary>
    private static void MapParts(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Reviews);
        writing.MapPost(
            "/reviews/{id:guid}/factors",
            (Guid id, ReviewPages p, CancellationToken ct) => p.AddFactorAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/factors/{factor:guid}",
            (Guid id, Guid factor, ReviewPages p, CancellationToken ct) =>
                p.ChangeFactorAsync(id, factor, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/factors/{factor:guid}/remove",
            (Guid id, Guid factor, ReviewPages p, CancellationToken ct) =>
                p.RemoveFactorAsync(id, factor, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/actions",
            (Guid id, ReviewPages p, CancellationToken ct) => p.AddActionAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/actions/{action:guid}/remove",
            (Guid id, Guid action, ReviewPages p, CancellationToken ct) =>
                p.RemoveActionAsync(id, action, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/pick",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PickAsync(id, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/findings/{finding:guid}",
            (Guid id, Guid finding, ReviewPages p, CancellationToken ct) =>
                p.ChangeFindingAsync(id, finding, ct)
        );
        writing.MapPost(
            "/reviews/{id:guid}/findings/{finding:guid}/remove",
            (Guid id, Guid finding, ReviewPages p, CancellationToken ct) =>
                p.RemoveFindingAsync(id, finding, ct)
        );
    }

    private static void MapPublished(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        reading.MapGet(
            "/published/{id:guid}",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PublishedAsync(id, null, ct)
        );
        reading.MapGet(
            "/published/{id:guid}/{revision:int}",
            (Guid id, int revision, ReviewPages p, CancellationToken ct) =>
                p.PublishedAsync(id, revision, ct)
        );
        reading.MapGet(
            "/published/{id:guid}/{revision:int}.md",
            (Guid id, int revision, ReviewPages p, CancellationToken ct) =>
                p.MarkdownAsync(id, revision, ct)
        );
        reading.MapGet(
            "/published/{id:guid}/compare",
            (Guid id, int? from, int? to, ReviewPages p, CancellationToken ct) =>
                p.CompareAsync(id, from, to, ct)
        );
    }
}

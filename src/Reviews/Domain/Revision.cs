using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Formatting;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <summary>
/// A published revision. Written once and never changed (the database context enforces it). Its
/// page is permanent.
/// </summary>
public sealed class Revision
{
    public required Guid ReviewId { get; init; }

    /// <summary>1, 2, 3 … within the review.</summary>
    public required int Number { get; init; }
    public required Guid IncidentId { get; init; }
    public required int IncidentNumber { get; init; }
    public required string Title { get; init; }
    public required Severity Severity { get; init; }
    public string? Service { get; init; }
    public string? Team { get; init; }
    public required string Summary { get; init; }
    public required DateTime PublishedAt { get; init; }
    public required string PublishedById { get; init; }
    public required string PublishedByName { get; init; }

    /// <summary>The whole <see cref="ReviewContent"/> as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>
    /// The summary as HTML; null if published before HTML was stored.
    /// </summary>
    public string? SummaryHtml { get; init; }

    /// <inheritdoc cref="SummaryHtml"/>
    public string? NotesHtml { get; init; }

    public string Url => UrlOf(ReviewId, Number);
    public Person PublishedBy => new(PublishedById, PublishedByName);

    /// <summary>Path of a revision's permanent page.</summary>
    public static string UrlOf(Guid reviewId, int number) => $"/published/{reviewId}/{number}";

    public static Revision Of(Guid reviewId, int number, ReviewContent content, Stamp stamp) =>
        new()
        {
            ReviewId = reviewId,
            Number = number,
            IncidentId = content.IncidentId,
            IncidentNumber = content.IncidentNumber,
            Title = content.Title,
            Severity = content.Severity,
            Service = content.Service,
            Team = content.Team,
            Summary = content.Summary,
            PublishedAt = stamp.At,
            PublishedById = stamp.By.Id,
            PublishedByName = stamp.By.Name,
            Content = content.ToJson(),
            SummaryHtml = HtmlOfSummary(content),
            NotesHtml = HtmlOfNotes(content),
        };

    /// <summary>Shown at the top of the page, below the title.</summary>
    public static string HtmlOfSummary(ReviewContent content) =>
        MarkdownText.ToHtml(content.Summary, "summary", headingsFrom: 2);

    /// <summary>Shown below their own heading.</summary>
    public static string HtmlOfNotes(ReviewContent content) =>
        MarkdownText.ToHtml(content.Notes, "notes", headingsFrom: 3);

    /// <summary>As the event carries it.</summary>
    public PublishedReview ToPublished(ReviewContent content) =>
        new(
            Number,
            Url,
            content.Summary,
            content.Notes,
            content.Factors,
            [
                .. content.Actions.Select(a => new ProposedAction(
                    a.Id,
                    a.Title,
                    a.Type,
                    a.Description
                )),
            ],
            content.Impact,
            content.DetectedAt,
            content.ResolvedAt,
            PublishedAt,
            PublishedBy,
            content.Findings
        );
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;
using Pir.Timelines.Imports;

namespace Pir.Timelines.Features;

/// <summary>Reads an import into entries to choose from; nothing is saved.</summary>
public static class PreviewImport
{
    public const int MaxText = 500_000;
    public const int MaxFile = 7 * 1024 * 1024;
    public const int MaxItems = 500;

    // What led to an incident may be a day older; its follow-up takes as long.
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/imports/preview", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("PreviewTimelineImport")
            .WithSummary(
                "Read a chat, a log or the output of a tool into entries to choose from; saves "
                    + "nothing, so send the chosen entries to imports"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<ImportPreviewResponse>, ProblemHttpResult>> Handle(
        string incident,
        PreviewImportRequest request,
        IncidentFinder finder,
        TimelineDbContext db,
        Redactor redactor,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (Check(request, out var zone).Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var place = new ImportPlace(clock.UtcNow(), zone, request.Date, found.BeganAt);
        var (format, reading) = ImportReader.Read(
            request.File,
            request.Text,
            request.Format,
            place
        );
        var window = WindowOf(request, format, found, place.Now);
        var all = reading.Found.Where(f => window.Holds(f.At)).OrderBy(f => f.At).ToList();
        reading.LeaveOut("outside the chosen time", reading.Found.Count - all.Count);
        var items = Named(all.Take(MaxItems), format, redactor).ToList();
        await MarkKnownAsync(db, found.Id, items, token);
        return TypedResults.Ok(
            new ImportPreviewResponse(
                format,
                items,
                Math.Max(0, all.Count - MaxItems),
                reading.Problems,
                reading.LeftOut
            )
        );
    }

    private static FieldErrors Check(PreviewImportRequest request, out TimeZoneInfo zone)
    {
        var isZone = TimeZoneInfo.TryFindSystemTimeZoneById(request.Zone ?? "UTC", out var read);
        zone = read ?? TimeZoneInfo.Utc;
        return new FieldErrors()
            .That(
                !string.IsNullOrWhiteSpace(request.Text) || request.File is { Length: > 0 },
                "text",
                "is required: paste something or choose a file"
            )
            .That(
                request.Text is null || request.File is null,
                "file",
                "must not be sent together with text"
            )
            .That(
                (request.Text?.Length ?? 0) <= MaxText,
                "text",
                $"must be at most {MaxText} characters long; send it in parts"
            )
            .That(
                (request.File?.Length ?? 0) <= MaxFile,
                "file",
                $"must be at most {MaxFile / 1024 / 1024} MB; export fewer days or channels"
            )
            .That(isZone, "zone", "must be the name of a time zone, such as Europe/Berlin")
            .That(!(request.From > request.To), "to", "must not be before from");
    }

    private static Window WindowOf(
        PreviewImportRequest request,
        ImportFormat format,
        IncidentRef incident,
        DateTime now
    )
    {
        // Who pastes a chat has chosen its messages.
        var isWhole = format is ImportFormat.Chat or ImportFormat.Log;
        return new(
            request.From ?? (isWhole ? null : incident.BeganAt - Around),
            request.To ?? (isWhole ? null : (incident.ResolvedAt ?? now) + Around)
        );
    }

    private static IEnumerable<ImportCandidate> Named(
        IEnumerable<Found> all,
        ImportFormat format,
        Redactor redactor
    )
    {
        var source = SourceOf(format);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var found in all)
        {
            var whole = redactor.Redact(found.Text.Cleaned().Trim()).Text;
            var text = whole.Truncated(TimelineEntry.MaxText);
            var speaker = found.SaidBy?.Cleaned().TrimmedOrNull()?.Truncated(TimelineEntry.MaxName);
            // Equal texts of one minute are told apart by their order.
            var key = found.Id ?? $"{found.At:O}\n{speaker}\n{text}";
            var turn = seen[key] = seen.GetValueOrDefault(key) + 1;
            yield return new(
                source,
                found.Id is { Length: <= 100 } id && turn == 1 ? id : Hash($"{key}\n{turn}"),
                found.At.ToMicroseconds(),
                found.Kind,
                text,
                speaker,
                found.Link is { Length: <= TimelineEntry.MaxLink } link && EntryRules.IsLink(link)
                    ? link
                    : null,
                found.Line,
                found.IsSuggested,
                found.IsBot,
                false,
                found.Doubt
            );
        }
    }

    private static async Task MarkKnownAsync(
        TimelineDbContext db,
        Guid incidentId,
        List<ImportCandidate> items,
        CancellationToken token
    )
    {
        var ids = items
            .Select(i => TimelineEntry.IdOf(incidentId, i.Source, i.ExternalId))
            .ToList();
        var known = (
            await db.Entries.Where(e => ids.Contains(e.Id)).Select(e => e.Id).ToListAsync(token)
        ).ToHashSet();
        for (var n = 0; n < items.Count; n++)
        {
            items[n] = items[n] with { IsKnown = known.Contains(ids[n]) };
        }
    }

    private static string SourceOf(ImportFormat format) => format.ToString().ToLowerInvariant();

    private static string Hash(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    private sealed record Window(DateTime? From, DateTime? To)
    {
        /// <summary>What shows no time is left to who chooses.</summary>
        public bool Holds(DateTime? at) => !(at < From) && !(at > To);
    }
}

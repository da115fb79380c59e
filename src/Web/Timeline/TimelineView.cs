using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Timeline;
using Pir.Contracts.Times;

namespace Pir.Web.Timeline;

/// <summary>
/// How the timeline of an incident is shown; the page's address holds all of it.
/// </summary>
/// <param name="Kinds">Kinds shown; empty for all.</param>
/// <param name="Folded">
/// Whether all runs of automatic entries are folded, not only storms of alerts.
/// </param>
/// <param name="Editing">The entry being corrected.</param>
/// <param name="History">The entry whose history is open.</param>
/// <param name="At">
/// Time of the entry being added between two others.
/// </param>
public sealed record TimelineView(
    IReadOnlyList<TimelineEntryKind> Kinds,
    bool Pinned,
    bool Marked,
    bool Folded,
    Guid? Editing,
    Guid? History,
    DateTime? At
)
{
    public static TimelineView Plain { get; } = new([], false, false, true, null, null, null);

    /// <summary>
    /// Folds only storms of alerts, for reading the whole timeline, as in a review.
    /// </summary>
    public static TimelineView Whole { get; } = Plain with { Folded = false };

    internal static TimelineView From(IQueryCollection query, UnreadFilters unread) =>
        new(
            [
                .. query["kind"]
                    .Select(k => unread.Value<TimelineEntryKind>("kind", k))
                    .OfType<string>()
                    .Select(k => Enum.Parse<TimelineEntryKind>(k, ignoreCase: true))
                    .Distinct(),
            ],
            query.ContainsKey("pinned"),
            query.ContainsKey("marked"),
            query["fold"] != "0",
            Guid.TryParse(query["edit"], out var edit) ? edit : null,
            Guid.TryParse(query["history"], out var history) ? history : null,
            ReadInstant(query["at"])
        )
        {
            All = query.ContainsKey("all"),
        };

    internal bool Shows(Entry entry) =>
        (Kinds.Count == 0 || Kinds.Contains(entry.Kind))
        && (!Pinned || entry.IsPinned)
        && (!Marked || entry.IsMarked);

    /// <summary>
    /// Number of latest entries shown of a long timeline unless the reader asks for all: a page
    /// with thousands is slow to read and to send.
    /// </summary>
    private const int Most = 200;

    /// <summary>Whether to show all of a long timeline.</summary>
    public bool All { get; init; }

    /// <summary>How many of the earliest entries are left out.</summary>
    internal int LeavesOut(IReadOnlyList<Entry> shown)
    {
        var count = shown.Count - Most;
        var isNeeded =
            All
            || count < Most / 10
            || shown.Take(count).Any(e => e.Id == Editing || e.Id == History);
        return isNeeded ? 0 : count;
    }

    internal bool IsNarrow => Kinds.Count > 0 || Pinned || Marked;

    /// <summary>The same view with a kind added, or removed if it is there.</summary>
    internal TimelineView Toggled(TimelineEntryKind kind) =>
        this with
        {
            Kinds = Kinds.Contains(kind) ? [.. Kinds.Where(k => k != kind)] : [.. Kinds, kind],
        };

    /// <summary>
    /// The page's address with this view, without an open correction or history.
    /// </summary>
    internal string Address(string incident)
    {
        var query = Kinds.Select(k => $"kind={Words.Wire(k)}").ToList();
        query.AddRange(
            new[]
            {
                Pinned ? "pinned=1" : "",
                Marked ? "marked=1" : "",
                Folded ? "" : "fold=0",
                All ? "all=1" : "",
            }.Where(p => p.Length > 0)
        );
        return query.Count == 0
            ? $"/incidents/{incident}"
            : $"/incidents/{incident}?{string.Join('&', query)}";
    }

    /// <summary>An exact time in an address or a hidden field.</summary>
    internal static string Write(DateTime utc) =>
        utc.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    internal static DateTime? ReadInstant(string? text) =>
        DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out var at
        ) && TimeRules.Check(at) is null
            ? at
            : null;
}

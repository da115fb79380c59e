namespace Pir.Reviews.Domain;

/// <summary>
/// A review page that someone has open. Short-lived: the page reports every few seconds and expires
/// after <see cref="Lasts"/> without a report.
/// </summary>
public sealed class Presence
{
    /// <summary>How long a page counts as open after its last report.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    /// <summary>Identical reports are not stored more often than this.</summary>
    public static readonly TimeSpan WrittenEvery = TimeSpan.FromSeconds(10);

    public const int MaxField = 60;

    public required Guid ReviewId { get; init; }

    /// <summary>Account.</summary>
    public required string PersonId { get; init; }

    /// <summary>Distinguishes one person's pages; chosen by the page.</summary>
    public required Guid Tab { get; init; }
    public required string Name { get; set; }

    /// <summary>
    /// What they are editing, as the page names it: <c>notes</c>, <c>summary</c>,
    /// <c>finding-…</c>; null while they only read.
    /// </summary>
    public string? Field { get; set; }
    public required DateTime SeenAt { get; set; }

    public bool IsOver(DateTime now) => now - SeenAt > Lasts;

    /// <summary>Records a report of the page. Returns whether it must be stored.</summary>
    public bool Speaks(string name, string? field, DateTime now)
    {
        if (Name == name && Field == field && now - SeenAt < WrittenEvery)
        {
            return false;
        }

        (Name, Field, SeenAt) = (name, field, now);
        return true;
    }
}

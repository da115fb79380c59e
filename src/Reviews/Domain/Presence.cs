namespace Pir.Reviews.Domain;

/// <summary>
/// A page of a review that somebody has open. Short-lived: it says so again every few seconds, and
/// counts for nothing once it is silent for <see cref="Lasts"/>.
/// </summary>
public sealed class Presence
{
    /// <summary>How long a page counts that says nothing.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);

    /// <summary>A page that says the same again is not written more often.</summary>
    public static readonly TimeSpan WrittenEvery = TimeSpan.FromSeconds(10);

    public const int MaxField = 60;

    public required Guid ReviewId { get; init; }

    /// <summary>Account.</summary>
    public required string PersonId { get; init; }

    /// <summary>Tells one person's pages apart; the page makes it up.</summary>
    public required Guid Tab { get; init; }
    public required string Name { get; set; }

    /// <summary>
    /// What they are writing in, as the page names it: <c>notes</c>, <c>summary</c>,
    /// <c>finding-…</c>; null while they only read.
    /// </summary>
    public string? Field { get; set; }
    public required DateTime SeenAt { get; set; }

    public bool IsOver(DateTime now) => now - SeenAt > Lasts;

    /// <summary>Notes that the page spoke. Returns whether that needs to be written down.</summary>
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

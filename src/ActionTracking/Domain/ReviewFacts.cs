namespace Pir.ActionTracking.Domain;

/// <summary>
/// Which incident a review is about, and what is known of who may read it before it is published.
/// </summary>
public sealed class ReviewFacts
{
    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }

    /// <summary>
    /// Version of the review its audience is from; guards against an older event that comes in
    /// late.
    /// </summary>
    public int AudienceVersion { get; set; }

    /// <summary>
    /// Version of the review when it was published last; what it proposed before then is no draft's
    /// any more.
    /// </summary>
    public int PublishedVersion { get; set; }

    /// <summary>Who may read what the draft proposes.</summary>
    public List<ReviewReader> Readers { get; } = [];
}

/// <summary>One of those who may read a draft review's actions.</summary>
public sealed class ReviewReader
{
    public Guid ReviewId { get; set; }

    /// <summary>As <c>DraftRule.KeysOf</c> spells it: a person's account or a team.</summary>
    public string Key { get; set; } = "";
}

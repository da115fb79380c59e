namespace Pir.ActionTracking.Domain;

/// <summary>
/// Which incident a review is about, and who may read the review before it is published.
/// </summary>
public sealed class ReviewFacts
{
    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }

    /// <inheritdoc cref="IncidentFacts.IsSilent"/>
    public bool IsSilent { get; set; }

    /// <summary>
    /// The version of the review that its audience comes from. Guards against older events that
    /// arrive late.
    /// </summary>
    public int AudienceVersion { get; set; }

    /// <summary>
    /// The version of the review at its last publication. Actions proposed before it are no longer
    /// part of a draft.
    /// </summary>
    public int PublishedVersion { get; set; }

    /// <summary>Who may read the actions of the draft.</summary>
    public List<ReviewReader> Readers { get; } = [];
}

/// <summary>A reader of a draft review's actions.</summary>
public sealed class ReviewReader
{
    public Guid ReviewId { get; set; }

    /// <summary>A person's account or a team, as spelled by <c>DraftRule.KeysOf</c>.</summary>
    public string Key { get; set; } = "";
}

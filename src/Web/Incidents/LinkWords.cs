using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>How incidents relate to each other, in words.</summary>
internal static class LinkWords
{
    /// <summary>To be followed by the other incident.</summary>
    public static string Of(IncidentRelation relation) =>
        relation switch
        {
            IncidentRelation.CausedBy => "Caused by",
            IncidentRelation.CauseOf => "Cause of",
            IncidentRelation.DuplicateOf => "Duplicate of",
            IncidentRelation.DuplicatedBy => "Duplicated by",
            IncidentRelation.ChildOf => "Part of",
            IncidentRelation.ParentOf => "Parent of",
            IncidentRelation.MergedInto => "Merged into",
            IncidentRelation.Merged => "Merged",
            _ => "Related to",
        };

    /// <summary>The relations that people link incidents by, for a select.</summary>
    public static IReadOnlyList<(string Value, string Text)> Choices { get; } =
    [.. Words.Choices<IncidentRelation>(Of).Where(c => c.Value is not ("merged" or "mergedInto"))];
}

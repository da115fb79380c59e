namespace Pir.ActionTracking.Domain;

/// <summary>
/// Rules for the fields of an action. Each check returns the broken rule, or null.
/// </summary>
public static class ActionRules
{
    public static string? CheckTitle(string? title) =>
        string.IsNullOrWhiteSpace(title)
            ? "is required: say what will be done"
            : CheckLength(title, ActionItem.MaxTitle);

    public static string? CheckAssignee(string? name) =>
        string.IsNullOrWhiteSpace(name)
            ? "is required: say who will do it"
            : CheckLength(name, ActionItem.MaxName);

    public static string? CheckDueAt(DateTime? dueAt, DateTime now) =>
        dueAt is null ? "is required: say by when it will be done"
        : dueAt < now ? "must not be in the past"
        : null;

    public static string? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason)
            ? "is required: others will ask why"
            : CheckLength(reason, ActionItem.MaxNote);

    public static string? CheckLength(string? text, int length) =>
        text?.Trim().Length > length ? $"must be at most {length} characters long" : null;
}

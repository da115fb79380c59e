namespace Pir.ActionTracking.Domain;

/// <summary>
/// What an action may say. Each check answers with the rule that is broken, or null.
/// </summary>
public static class ActionRules
{
    public static string? CheckTitle(string? title) =>
        string.IsNullOrWhiteSpace(title)
            ? "is required: say what will be done."
            : CheckLength(title, ActionItem.MaxTitle);

    public static string? CheckAssignee(string? name) =>
        string.IsNullOrWhiteSpace(name)
            ? "is required: who will do it?"
            : CheckLength(name, ActionItem.MaxName);

    public static string? CheckDueAt(DateTime? dueAt, DateTime now) =>
        dueAt is null ? "is required: by when?"
        : dueAt < now ? "must not be in the past."
        : null;

    public static string? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason)
            ? "is required: others will ask why."
            : CheckLength(reason, ActionItem.MaxNote);

    public static string? CheckLength(string? text, int length) =>
        text?.Trim().Length > length ? $"must be at most {length} characters long." : null;
}

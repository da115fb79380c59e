using Pir.Contracts.Actions;

namespace Pir.Web.Actions;

/// <summary>
/// Saves an action's text and assignment when two people may have the same form open. As in
/// <see cref="ConcurrentEdit"/>, each form carries the values its fields had when it was opened.
/// People only have to choose between values that both changed.
/// </summary>
internal sealed class ActionEdits(ActionClient actions, Zone zone, Viewer viewer)
{
    private const int Attempts = 3;

    /// <summary>
    /// The conflicting fields of the form just rejected; empty if it had no conflict.
    /// </summary>
    public IReadOnlyList<ClashField> Clash { get; private set; } = [];

    /// <param name="verb">change or assign.</param>
    public async Task SaveAsync(string id, string verb, FormReader form, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var theirs = await actions.GetAsync(id, ct);
            Compare(form, verb == "assign" ? AssignmentOf(theirs) : WordingOf(theirs));
            try
            {
                await (
                    verb == "assign"
                        ? actions.DoAsync(id, Assignment(form, theirs), ct)
                        : actions.EditAsync(id, Wording(form, theirs.Version), ct)
                );
                return;
            }
            catch (ApiException stale) when (stale.Problem.Status == 412 && attempt < Attempts)
            {
                // Someone else saved at the same moment: compare with the current values.
            }
        }
    }

    private static Dictionary<string, string?> WordingOf(ActionItem action) =>
        new(StringComparer.Ordinal)
        {
            ["title"] = action.Title,
            ["type"] = Words.Wire(action.Type),
            ["team"] = action.Team,
            ["description"] = action.Description,
        };

    private Dictionary<string, string?> AssignmentOf(ActionItem action) =>
        new(StringComparer.Ordinal)
        {
            ["assignee"] = action.Assignee?.Name,
            ["dueAt"] = zone.Input(action.DueAt),
        };

    private void Compare(FormReader form, IReadOnlyDictionary<string, string?> theirs)
    {
        // A form without the earlier values comes from a script: take it as it is.
        if (form.Has("was-title") || form.Has("was-assignee"))
        {
            Clash = ConcurrentEdit.ClashOf(form, theirs);
        }

        if (Clash.Count > 0)
        {
            throw new ApiException(ApiProblem.Clash);
        }
    }

    /// <summary>Sends only what changed. An emptied text is sent too, to clear it.</summary>
    private static EditActionRequest Wording(FormReader form, int version)
    {
        return new(
            ConcurrentEdit.IsMine(form, "title") ? form.Required("title") : null,
            ConcurrentEdit.IsMine(form, "type") ? form.Choice<ActionType>("type") : null,
            Text("description"),
            Text("team"),
            version
        );

        string? Text(string name) =>
            ConcurrentEdit.IsMine(form, name) ? form.Text(name) ?? "" : null;
    }

    /// <summary>
    /// Assignee and due date are replaced together. What this form did not change keeps the
    /// current value.
    /// </summary>
    private AssignActionRequest Assignment(FormReader form, ActionItem theirs)
    {
        var name = form.Required("assignee");
        return new(
            ConcurrentEdit.IsMine(form, "assignee") || theirs.Assignee is null
                ? new(name == viewer.Name ? viewer.Id : null, name)
                : theirs.Assignee,
            ConcurrentEdit.IsMine(form, "dueAt") || theirs.DueAt is null
                ? form.Time("dueAt")
                : theirs.DueAt,
            theirs.Version
        );
    }
}

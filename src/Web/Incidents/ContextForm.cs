using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>Reads the values of <see cref="ContextFields"/>.</summary>
internal static class ContextForm
{
    /// <summary>
    /// Names of its fields, for a form's list of fields that can show errors.
    /// </summary>
    public static string Names { get; } =
        string.Join(' ', IncidentContext.Fields.Select(field => field.Name));

    public static IncidentContext Context(this FormReader form) => form.Context(form.Text);

    /// <summary>Only what this form changed; a cleared field is an empty text.</summary>
    public static IncidentContext ChangedContext(this FormReader form) =>
        form.Context(name => ConcurrentEdit.IsMine(form, name) ? form.Text(name) ?? "" : null);

    /// <param name="value">The value for a field's name.</param>
    public static IncidentContext Context(this FormReader _, Func<string, string?> value)
    {
        var context = new IncidentContext();
        foreach (var field in IncidentContext.Fields)
        {
            context = field.Set(context, value(field.Name));
        }

        return context;
    }
}

using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>A field two people changed at once.</summary>
/// <param name="Name">As in the form.</param>
public sealed record ClashField(string Name, string Label, string? Theirs, string? Mine);

/// <summary>
/// Forms two people may have open at once. Each carries what its fields said when it was opened
/// (<c>was-…</c>): what only the others changed is kept, what only this one changed is saved, and
/// where both did the form comes back with both, to choose.
/// </summary>
internal static class ConcurrentEdit
{
    /// <summary>The fields both changed, differently.</summary>
    /// <param name="theirs">
    /// What stands now, by field, as the page writes it into the form.
    /// </param>
    public static List<ClashField> ClashOf(
        FormReader typed,
        IReadOnlyDictionary<string, string?> theirs
    ) =>
        [
            .. theirs
                .Where(f =>
                    IsMine(typed, f.Key)
                    && Normal(f.Value) != typed.Text("was-" + f.Key)
                    && Normal(f.Value) != typed.Text(f.Key)
                )
                .Select(f => new ClashField(
                    f.Key,
                    Words.Field(f.Key),
                    Normal(f.Value),
                    typed.Text(f.Key)
                )),
        ];

    /// <summary>
    /// The refusal as its form is shown again: a field this one had not changed shows what the
    /// others made of it.
    /// </summary>
    public static Refusal ShownAgain(Refusal refusal, Zone zone)
    {
        var typed = new FormReader(refusal.Typed, zone);
        return refusal.Problem != ApiProblem.Clash
            ? refusal
            : refusal with
            {
                Typed = new FormCollection(
                    refusal
                        .Typed.Where(f => !typed.Has("was-" + f.Key) || IsMine(typed, f.Key))
                        .ToDictionary(f => f.Key, f => f.Value)
                ),
            };
    }

    /// <summary>Whether this form changed the field.</summary>
    public static bool IsMine(FormReader typed, string field) =>
        typed.Has(field) && typed.Text(field) != typed.Text("was-" + field);

    /// <summary>A value as it is compared: trimmed, null where empty.</summary>
    public static string? Normal(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}

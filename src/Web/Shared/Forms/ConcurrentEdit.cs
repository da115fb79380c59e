using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>A field that two people changed at the same time.</summary>
/// <param name="Name">Name in the form.</param>
public sealed record ClashField(string Name, string Label, string? Theirs, string? Mine);

/// <summary>
/// For forms that two people may have open at the same time. Each form carries the values that its
/// fields had when it was opened (<c>was-…</c>). Changes made by only one side are saved. If both
/// changed the same field, the form is shown again with both values to choose from.
/// </summary>
internal static class ConcurrentEdit
{
    /// <summary>The fields that both changed to different values.</summary>
    /// <param name="theirs">
    /// The current values by field, as the page writes them into the form.
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
    /// The refusal with which to show the form again. A field that this user did not change has its
    /// current value.
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
        typed.Has(field)
        && (
            typed.Text(field) != typed.Text("was-" + field)
            // The other of two times that clocks show alike.
            || typed.Text(field + "-turn") is not null
        );

    /// <summary>A value for comparison: trimmed, null if empty.</summary>
    public static string? Normal(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.ReplaceLineEndings("\n").Trim();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Reviews;

namespace Pir.Web.Reviews;

/// <param name="Text">What was checked.</param>
/// <param name="Hints">What was found in it; null before anything was checked.</param>
public sealed record LanguageModel(string? Text, IReadOnlyList<FieldHint>? Hints);

/// <summary>Checks any text for blaming phrases, without a review. Stores nothing.</summary>
internal sealed class LanguagePages(ReviewClient reviews, Forms forms)
{
    public const string Address = "/reviews/language";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        reading.MapGet(Address, () => Show(new(null, null)));
        reading.MapPost(Address, (LanguagePages p, CancellationToken ct) => p.CheckAsync(ct));
    }

    private Task<IResult> CheckAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "language",
            async form =>
            {
                form.Required("text");
                var text = form.Raw("text");
                var hints = await reviews.HintsAsync(new(text), ct);
                return Show(new(text, [.. hints.Select(InText)]));
            },
            refusal => Task.FromResult(Show(new(null, null), refusal))
        );

    private static FieldHint InText(LanguageHint hint) =>
        new("text", hint.Start, hint.Length, hint.Text, hint.Kind, hint.Ask);

    private static IResult Show(LanguageModel model, Refusal? refusal = null) =>
        Page.Show<LanguagePage, LanguageModel>(model, refusal);
}

using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Web.Policies;

/// <param name="Changes">
/// The change history, latest first; null when it is unavailable.
/// </param>
public sealed record PoliciesModel(
    PolicyResponse Policies,
    IReadOnlyList<PolicyChangeItem>? Changes
);

/// <summary>
/// The rules for reviews. Everyone can read them; administrators can change them.
/// </summary>
internal sealed class PolicyPages(PoliciesClient policies, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        var admins = pages.For(Scopes.Admin);
        reading.MapGet("/policies", (PolicyPages p, CancellationToken ct) => p.ShowAsync(null, ct));
        admins.MapPost("/policies", (PolicyPages p, CancellationToken ct) => p.SaveAsync(ct));
    }

    public async Task<IResult> ShowAsync(Refusal? refusal, CancellationToken ct)
    {
        var changes = policies.HistoryAsync(ct).OrNullAsync();
        return Page.Show<PoliciesPage, PoliciesModel>(
            new(await policies.GetAsync(ct), (await changes)?.Items),
            refusal
        );
    }

    public Task<IResult> SaveAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "policies",
            async form =>
            {
                await policies.ChangeAsync(
                    new(
                        form.Choices<Severity>("openFor"),
                        Hours(form),
                        form.Many("needed"),
                        Phrases(form.Raw("phrases")),
                        form.Choices<Severity>("neutralFor"),
                        form.Number("version")
                    ),
                    ct
                );
                return new("/policies", "saved");
            },
            refusal => ShowAsync(refusal, ct)
        );

    private static List<Phrase> Phrases(string text) =>
        [
            .. text.Split(
                    '\n',
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Select(line => line.Split('|', 2, StringSplitOptions.TrimEntries))
                .Select(parts =>
                    parts is [{ Length: > 0 } words, { Length: > 0 } ask]
                        ? new Phrase(words, ask)
                        : throw new ApiException(
                            ApiProblem.Field(
                                "phrases",
                                $"has a line without a question: \"{parts[0]}\"; write the "
                                    + "phrase, a |, and the question to ask instead"
                            )
                        )
                ),
        ];

    private static double Hours(FormReader form) =>
        double.TryParse(
            form.Required("hoursUntilDue"),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var hours
        )
            ? hours
            : throw new ApiException(
                ApiProblem.Field("hoursUntilDue", "must be a number of hours")
            );
}

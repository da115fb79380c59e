using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Reviews;

/// <summary>
/// An open review page reports every few seconds that it is open and what is being edited. The
/// answer lists who else has the review open.
/// </summary>
internal sealed class PresencePages(ReviewClient reviews, Zone zone, Viewer viewer)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.ReviewsRead);
        reading.MapPost(
            "/reviews/{id:guid}/presence",
            (Guid id, HttpContext context, PresencePages p, CancellationToken ct) =>
                p.SpeakAsync(id, context, ct)
        );
    }

    /// <summary>
    /// Form fields: <c>tab</c>, <c>field</c> while something is being edited, <c>gone</c> when the
    /// page is closed.
    /// </summary>
    private async Task<IResult> SpeakAsync(Guid id, HttpContext context, CancellationToken ct)
    {
        var form = new FormReader(await context.Request.ReadFormAsync(ct), zone);
        if (form.Id("tab") is not { } tab)
        {
            throw new ApiException(ApiProblem.Field("tab", "must be a GUID"));
        }

        if (form.Flag("gone"))
        {
            await reviews.RemoveAsync(id, $"presence/{tab}", ct);
            return Results.NoContent();
        }

        var here = await reviews.SayPresentAsync(id, tab, new(form.Text("field")), ct);
        return Results.Json(
            here.Items.Where(p => p.PersonId != viewer.Id)
                .Select(p => new
                {
                    p.Name,
                    initials = Presence.Initials(p.Name),
                    p.Field,
                    doing = Presence.Doing(p.Field),
                })
        );
    }
}

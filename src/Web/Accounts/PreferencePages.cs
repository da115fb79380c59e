using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Accounts;

/// <summary>Colours, time zone and shortcuts, stored in cookies.</summary>
internal sealed class PreferencePages(Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        everybody.MapGet("/preferences", Show);
        everybody.MapPost(
            "/preferences",
            (HttpContext context, PreferencePages p) => p.SaveAsync(context)
        );
    }

    public static IResult Show() => Page.Show<PreferencesPage, PreferencesModel>(new());

    public Task<IResult> SaveAsync(HttpContext context) =>
        forms.SubmitAsync(
            "preferences",
            form =>
            {
                if (form.Text("theme") is "auto" or "light" or "dark")
                {
                    PreferenceCookie.Set(context, Viewer.ThemeCookie, form.Text("theme")!);
                }

                if (form.Text("zone") is { } zone)
                {
                    SetZone(context, zone == "local" ? form.Text("browserZone") : zone);
                }

                if (form.Text("keys") is "on" or "off")
                {
                    PreferenceCookie.Set(context, Viewer.KeysCookie, form.Text("keys")!);
                }

                var back = form.Text("back");
                return Task.FromResult(
                    back is not null && IsLocal(back)
                        ? new FormOutcome(back)
                        : new FormOutcome("/preferences", "preferences")
                );
            },
            _ => Task.FromResult(Show())
        );

    private static void SetZone(HttpContext context, string? id)
    {
        if (id == "utc")
        {
            PreferenceCookie.Set(context, Zone.Cookie, "UTC");
        }
        else if (Zone.Find(id) is { } zone)
        {
            PreferenceCookie.Set(context, Zone.Cookie, zone.Id);
        }
    }

    private static bool IsLocal(string path) =>
        path.StartsWith('/')
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.StartsWith("/\\", StringComparison.Ordinal);
}

/// <summary>The preferences are the viewer's; there is nothing to load.</summary>
public sealed record PreferencesModel;

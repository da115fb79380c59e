using Microsoft.AspNetCore.Http;

namespace Pir.Web.Accounts;

/// <summary>Colours, time zone and keys: kept in cookies of this browser.</summary>
internal sealed class PreferencePages(Forms forms)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public static IResult Show() => Page.Show<PreferencesPage, PreferencesModel>(new());

    public Task<IResult> SaveAsync(HttpContext context) =>
        forms.SubmitAsync(
            "preferences",
            form =>
            {
                if (form.Text("theme") is "auto" or "light" or "dark")
                {
                    Set(context, Viewer.ThemeCookie, form.Text("theme")!);
                }

                if (form.Text("zone") is { } zone)
                {
                    SetZone(context, zone == "local" ? form.Text("browserZone") : zone);
                }

                if (form.Text("keys") is "on" or "off")
                {
                    Set(context, Viewer.KeysCookie, form.Text("keys")!);
                }

                var back = form.Text("back");
                return Task.FromResult(
                    back is not null && IsLocal(back)
                        ? new Done(back)
                        : new Done("/preferences", "preferences")
                );
            },
            _ => Task.FromResult(Show())
        );

    private static void SetZone(HttpContext context, string? id)
    {
        if (id == "utc")
        {
            Set(context, Zone.Cookie, "UTC");
        }
        else if (Zone.Find(id) is { } zone)
        {
            Set(context, Zone.Cookie, zone.Id);
        }
    }

    private static bool IsLocal(string path) =>
        path.StartsWith('/')
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.StartsWith("/\\", StringComparison.Ordinal);

    internal static void Set(HttpContext context, string name, string value) =>
        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                MaxAge = Kept,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
            }
        );
}

/// <summary>The preferences are the viewer's; there is nothing to load.</summary>
public sealed record PreferencesModel;

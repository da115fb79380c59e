using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Pages;

/// <summary>A reader's preferences, stored by their browser.</summary>
internal static class PreferenceCookie
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    public static void Set(HttpContext context, string name, string value) =>
        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                MaxAge = Lifetime,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
            }
        );
}

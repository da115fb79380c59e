using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Pages;

/// <summary>The person who views the page, with their preferences.</summary>
internal sealed class Viewer(IHttpContextAccessor accessor)
{
    public const string ThemeCookie = "pir-theme";
    public const string KeysCookie = "pir-keys";

    private HttpContext Context =>
        accessor.HttpContext
        ?? throw new InvalidOperationException("Pages are rendered for a request.");

    private ClaimsPrincipal User => Context.User;

    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    public string Name => User.FindFirstValue("name") ?? User.Identity?.Name ?? "";

    public string? Id => User.FindFirstValue("sub");

    /// <summary>The role's name in tickets.</summary>
    public string? Role => User.FindFirstValue("role");

    public string Initials
    {
        get
        {
            var parts = Name.Split([' ', '.', '@'], StringSplitOptions.RemoveEmptyEntries);
            return string.Concat(parts.Take(2).Select(p => char.ToUpperInvariant(p[0])));
        }
    }

    /// <summary><c>light</c>, <c>dark</c> or <c>auto</c>.</summary>
    public string Theme =>
        Context.Request.Cookies[ThemeCookie] is "light" or "dark"
            ? Context.Request.Cookies[ThemeCookie]!
            : "auto";

    public bool HasKeys => Context.Request.Cookies[KeysCookie] != "off";

    public string Path => Context.Request.Path.Value ?? "/";

    /// <summary>
    /// The address of this page, to return to; after a refused form, the page with the form.
    /// </summary>
    public string Here =>
        HttpMethods.IsGet(Context.Request.Method) ? Path + Context.Request.QueryString : "/";

    /// <summary>
    /// Whether to offer actions that require the scope. The service checks again.
    /// </summary>
    public bool Can(string scope) => Can(User, scope);

    public static bool Can(ClaimsPrincipal user, string scope) =>
        user.HasClaim("scope", scope) || user.HasClaim("scope", Scopes.Admin);

    /// <summary>The form that was refused in this request, if any.</summary>
    public Refusal? Refusal => Context.Items[typeof(Refusal)] as Refusal;

    /// <summary>The content of this request that could not be processed.</summary>
    public UnsavedForm? UnsavedForm => Context.Items[typeof(UnsavedForm)] as UnsavedForm;

    /// <summary>The result of the last form, shown once.</summary>
    public (string Text, bool IsGood)? Flash => Forms.Flash.Take(Context);
}

/// <summary>The scopes used by pages, with the spelling of tickets.</summary>
internal static class Scopes
{
    public const string Admin = "admin";
    public const string IncidentsRead = "incidents:read";
    public const string Incidents = "incidents:write";
    public const string IncidentsDelete = "incidents:delete";
    public const string Customers = "customers";
    public const string Timeline = "timeline:write";
    public const string ReviewsRead = "reviews:read";
    public const string Reviews = "reviews:write";
    public const string ActionsRead = "actions:read";
    public const string Actions = "actions:write";
    public const string Sources = "sources:write";
    public const string SourcesRead = "sources:read";
    public const string Subscriptions = "subscriptions:write";
    public const string SubscriptionsRead = "subscriptions:read";
}

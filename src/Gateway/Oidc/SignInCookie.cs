namespace Pir.Gateway.Oidc;

/// <summary>
/// The two cookies that bind a sign-in at the provider to its browser until it comes back. Lax is
/// enough for the plain link that brings it back.
/// </summary>
internal sealed class SignInCookie : CookieBuilder
{
    public const string Correlation = "pir-sso.";
    public const string Nonce = "pir-nonce.";
    private const string Below = "/sign-in";

    /// <summary>Sign-ins that one browser may have begun and not ended.</summary>
    private const int MostPending = 3;

    public SignInCookie(string name)
    {
        Name = name;
        HttpOnly = true;
        IsEssential = true;
        SameSite = SameSiteMode.Lax;
        SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path = PathIn(context);
        options.Expires = expiresFrom + TimeSpan.FromMinutes(15);
        return options;
    }

    /// <summary>
    /// Drops the cookies of sign-ins that were never finished, so that however often somebody
    /// begins, their browser does not send more than proxies take.
    /// </summary>
    public static void DropAbandoned(HttpContext context)
    {
        var pending = context
            .Request.Cookies.Keys.Where(name =>
                name.StartsWith(Correlation, StringComparison.Ordinal)
                || name.StartsWith(Nonce, StringComparison.Ordinal)
            )
            .ToList();
        if (pending.Count < 2 * MostPending)
        {
            return;
        }

        foreach (var name in pending)
        {
            context.Response.Cookies.Delete(name, new() { Path = PathIn(context) });
        }
    }

    private static string PathIn(HttpContext context) => context.Request.PathBase + Below;
}

namespace Pir.Gateway.Oidc;

/// <summary>
/// The two cookies that bind a sign-in at the provider to its browser until the browser returns.
/// SameSite=Lax is enough for the plain link by which it returns.
/// </summary>
internal sealed class SignInCookie : CookieBuilder
{
    public const string Correlation = "pir-sso.";
    public const string Nonce = "pir-nonce.";
    private const string Below = "/sign-in";

    /// <summary>Number of unfinished sign-ins per browser.</summary>
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
    /// Drops the cookies of unfinished sign-ins, so that the browser never sends more than proxies
    /// accept, however often somebody starts.
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

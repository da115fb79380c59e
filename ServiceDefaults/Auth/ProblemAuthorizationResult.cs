using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Pir.ServiceDefaults.Http;

namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// Refuses API clients with problem details; pages keep the scheme's own answer, a redirect to
/// sign-in.
/// </summary>
internal sealed class ProblemAuthorizationResult : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded || !IsForMachines(context.Request.Path))
        {
            await _default.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        if (authorizeResult.Challenged)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.Unauthorized().ExecuteAsync(context);
            return;
        }

        var scope = policy.Requirements.OfType<ScopeRequirement>().FirstOrDefault()?.Scope;
        await Problems.Forbidden(scope).ExecuteAsync(context);
    }

    private static bool IsForMachines(PathString path) =>
        path.StartsWithSegments("/api")
        || path.StartsWithSegments("/openapi")
        || path.StartsWithSegments("/webhooks");
}

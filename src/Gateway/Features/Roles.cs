using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Features;

/// <summary>The permission matrix: what each role may do, for everybody to look up.</summary>
internal static class Roles
{
    /// <param name="Roles">Ordered by permissions; each role includes the one before it.</param>
    /// <param name="Permissions">Rows of the matrix, grouped by area.</param>
    public sealed record RolesResponse(
        IReadOnlyList<RoleResponse> Roles,
        IReadOnlyList<PermissionResponse> Permissions
    );

    /// <param name="Scopes"><c>admin</c> implies every other.</param>
    public sealed record RoleResponse(Role Role, IReadOnlyList<string> Scopes);

    /// <param name="Text">What the permission allows; starts with a verb.</param>
    /// <param name="Scope">The scope that a token needs; missing if any token may.</param>
    /// <param name="Roles">The roles that may.</param>
    public sealed record PermissionResponse(
        string Area,
        string Text,
        string? Scope,
        IReadOnlyList<Role> Roles
    );

    // Neither changes while the process runs.
    private static readonly RolesResponse Answer = new(
        [.. Enum.GetValues<Role>().Select(r => new RoleResponse(r, RoleScopes.For(r)))],
        [
            .. Permissions.All.Select(p => new PermissionResponse(
                p.Area,
                p.Text,
                p.Scope,
                [.. Enum.GetValues<Role>().Where(p.Allows)]
            )),
        ]
    );

    public static void MapRoles(this IEndpointRouteBuilder api) =>
        api.MapGet("/api/roles", Handle)
            .WithTags("People")
            .May(Permissions.SeePeople)
            .WithName("ListRoles")
            .WithSummary("Get the permission matrix: what each role may do");

    private static Ok<RolesResponse> Handle() => TypedResults.Ok(Answer);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Features;

/// <summary>The permission matrix: what each role may do, for everybody to look up.</summary>
internal static class Roles
{
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

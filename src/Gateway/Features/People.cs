using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Features;

/// <summary>The directory of people, for everybody who is signed in.</summary>
internal static class People
{
    public static void MapPeople(this IEndpointRouteBuilder api) =>
        api.MapGet("/api/people", HandleAsync)
            .WithTags("People")
            .May(Permissions.SeePeople)
            .WithName("ListPeople")
            .WithSummary("List people with an account or an invitation, by name");

    private static async Task<Ok<ItemList<PersonResponse>>> HandleAsync(
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var users = await db
            .Users.AsNoTracking()
            .Where(u => u.DisabledAt == null)
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Select(u => new
            {
                u.Id,
                u.Name,
                u.Email,
                u.Role,
            })
            .Take(5000)
            .ToListAsync(cancellationToken);
        var teams = await Teams.NamesByMemberAsync(db, cancellationToken);
        var withEmail = caller.PersonId() is not null || caller.Has(Scope.Admin);
        return TypedResults.Ok(
            new ItemList<PersonResponse>(
                users.ConvertAll(u => new PersonResponse(
                    u.Id,
                    u.Name,
                    Initials.Of(u.Name),
                    withEmail ? u.Email : null,
                    u.Role,
                    [.. teams[u.Id]]
                ))
            )
        );
    }
}

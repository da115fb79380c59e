using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Gateway.Identity;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>Teams and their members. Everybody can see teams; administrators change them.</summary>
internal static class Teams
{
    public static void MapTeams(this IEndpointRouteBuilder api)
    {
        var teams = api.MapGroup("/api/teams").WithTags("Teams");
        teams
            .MapGet("", ListAsync)
            .May(Permissions.SeePeople)
            .WithName("ListTeams")
            .WithSummary("List teams by name, with their members");
        teams
            .MapPost("", CreateAsync)
            .Serialized()
            .May(Permissions.ManageTeams)
            .Audited(AuditActions.TeamCreated)
            .WithName("CreateTeam")
            .WithSummary("Create a team");
        teams
            .MapPatch("/{id:guid}", RenameAsync)
            .Serialized()
            .May(Permissions.ManageTeams)
            .Audited(AuditActions.TeamChanged)
            .WithName("RenameTeam")
            .WithSummary("Rename a team; existing records keep the old name")
            .ProducesProblem(404);
        teams
            .MapDelete("/{id:guid}", RemoveAsync)
            .Serialized()
            .May(Permissions.ManageTeams)
            .Audited(AuditActions.TeamRemoved)
            .WithName("RemoveTeam")
            .WithSummary("Remove a team; its members keep their accounts")
            .ProducesProblem(404);
        teams
            .MapPut("/{id:guid}/members/{person:guid}", AddMemberAsync)
            .Serialized()
            .May(Permissions.ManageTeams)
            .Audited(AuditActions.TeamChanged)
            .WithName("AddTeamMember")
            .WithSummary("Add a person to a team")
            .ProducesProblem(404);
        teams
            .MapDelete("/{id:guid}/members/{person:guid}", RemoveMemberAsync)
            .Serialized()
            .May(Permissions.ManageTeams)
            .Audited(AuditActions.TeamChanged)
            .WithName("RemoveTeamMember")
            .WithSummary("Remove a person from a team")
            .ProducesProblem(404);
    }

    /// <summary>Names of each person's teams, in order.</summary>
    public static async Task<ILookup<Guid, string>> NamesByMemberAsync(
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var pairs = await (
            from member in db.TeamMembers
            join team in db.Teams on member.TeamId equals team.Id
            orderby team.Name
            select new { member.UserId, team.Name }
        ).ToListAsync(cancellationToken);
        return pairs.ToLookup(p => p.UserId, p => p.Name);
    }

    private static async Task<Ok<ItemList<TeamResponse>>> ListAsync(
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var teams = await db
            .Teams.AsNoTracking()
            .OrderBy(t => t.Name)
            .ToListAsync(cancellationToken);
        var members = await (
            from member in db.TeamMembers
            join user in db.Users on member.UserId equals user.Id
            where user.DisabledAt == null
            orderby user.Name, user.Id
            select new
            {
                member.TeamId,
                user.Id,
                user.Name,
            }
        ).ToListAsync(cancellationToken);
        var byTeam = members.ToLookup(m => m.TeamId);
        return TypedResults.Ok(
            new ItemList<TeamResponse>(
                teams.ConvertAll(t =>
                    ToResponse(
                        t,
                        byTeam[t.Id]
                            .Select(m => new TeamMemberItem(m.Id, m.Name, Initials.Of(m.Name)))
                    )
                )
            )
        );
    }

    private static async Task<Results<Created<TeamResponse>, ProblemHttpResult>> CreateAsync(
        TeamRequest request,
        GatewayDbContext db,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (await CheckAsync(request.Name, null, db, cancellationToken) is { } problem)
        {
            return problem;
        }

        var team = Team.Create(request.Name!, clock.GetUtcNow().UtcDateTime);
        db.Teams.Add(team);
        audit.Add(AuditActions.TeamCreated, team);
        return await TrySaveAsync(db, cancellationToken)
            ? TypedResults.Created($"/api/teams/{team.Id}", ToResponse(team, []))
            : Taken();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RenameAsync(
        Guid id,
        TeamRequest request,
        GatewayDbContext db,
        AuditLog audit,
        AccessChanges changes,
        CancellationToken cancellationToken
    )
    {
        if (await db.Teams.FindAsync([id], cancellationToken) is not { } team)
        {
            return Problems.NotFound("team " + id);
        }

        if (await CheckAsync(request.Name, id, db, cancellationToken) is { } problem)
        {
            return problem;
        }

        var before = team.Name;
        team.Rename(request.Name!);
        audit.Add(AuditActions.TeamChanged, team, detail: $"{before} → {team.Name}");
        if (!await TrySaveAsync(db, cancellationToken))
        {
            return Taken();
        }

        changes.Note();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        GatewayDbContext db,
        AuditLog audit,
        AccessChanges changes,
        CancellationToken cancellationToken
    )
    {
        if (await db.Teams.FindAsync([id], cancellationToken) is not { } team)
        {
            return Problems.NotFound("team " + id);
        }

        db.TeamMembers.RemoveRange(
            await db.TeamMembers.Where(m => m.TeamId == id).ToListAsync(cancellationToken)
        );
        db.Teams.Remove(team);
        audit.Add(AuditActions.TeamRemoved, team);
        await db.SaveChangesAsync(cancellationToken);
        changes.Note();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AddMemberAsync(
        Guid id,
        Guid person,
        GatewayDbContext db,
        AuditLog audit,
        AccessChanges changes,
        CancellationToken cancellationToken
    )
    {
        if (await db.Teams.FindAsync([id], cancellationToken) is not { } team)
        {
            return Problems.NotFound("team " + id);
        }

        if (await db.Users.FindAsync([person], cancellationToken) is not { } user)
        {
            return Problems.NotFound("person " + person);
        }

        if (await db.TeamMembers.FindAsync([id, person], cancellationToken) is null)
        {
            db.TeamMembers.Add(new() { TeamId = id, UserId = person });
            audit.Add(AuditActions.TeamChanged, team, detail: "+ " + user.Name);
            await db.SaveChangesAsync(cancellationToken);
            changes.Note();
        }

        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveMemberAsync(
        Guid id,
        Guid person,
        GatewayDbContext db,
        AuditLog audit,
        AccessChanges changes,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.Teams.FindAsync([id], cancellationToken) is not { } team
            || await db.TeamMembers.FindAsync([id, person], cancellationToken) is not { } member
        )
        {
            return Problems.NotFound($"person {person} in team {id}");
        }

        var user = await db.Users.FindAsync([person], cancellationToken);
        db.TeamMembers.Remove(member);
        audit.Add(AuditActions.TeamChanged, team, detail: "− " + user?.Name);
        await db.SaveChangesAsync(cancellationToken);
        changes.Note();
        return TypedResults.NoContent();
    }

    private static async Task<ProblemHttpResult?> CheckAsync(
        string? name,
        Guid? except,
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (name?.Trim() is not { Length: > 0 and <= Team.MaximumNameLength })
        {
            return Problems.Validation(
                "name",
                $"must have 1 to {Team.MaximumNameLength} characters"
            );
        }

        var normalized = Team.Normalize(name);
        return await db.Teams.AnyAsync(
            t => t.NormalizedName == normalized && t.Id != except,
            cancellationToken
        )
            ? Taken()
            : null;
    }

    private static ProblemHttpResult Taken() =>
        Problems.Validation("name", "is already the name of another team");

    private static async Task<bool> TrySaveAsync(
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (!WriteConflict.Is(exception))
        {
            return false; // Two at the same moment. The index lets only one through.
        }
    }

    private static TeamResponse ToResponse(Team team, IEnumerable<TeamMemberItem> members) =>
        new(team.Id, team.Name, team.CreatedAt, [.. members]);
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>Saves changed accounts and notifies their sessions.</summary>
internal sealed class UserSaving(GatewayDbContext db, Sessions sessions, AccessChanges changes)
{
    /// <summary>
    /// Sets the person's teams with the next save; false if one of them does not exist.
    /// </summary>
    public async Task<bool> SetTeamsAsync(
        Guid userId,
        IReadOnlyList<Guid> wanted,
        CancellationToken cancellationToken
    )
    {
        var known = await db
            .Teams.Where(t => wanted.Contains(t.Id))
            .Select(t => t.Id)
            .ToListAsync(cancellationToken);
        if (wanted.Except(known).Any())
        {
            return false;
        }

        var present = await db
            .TeamMembers.Where(m => m.UserId == userId)
            .ToListAsync(cancellationToken);
        db.TeamMembers.RemoveRange(present.Where(m => !known.Contains(m.TeamId)));
        db.TeamMembers.AddRange(
            known
                .Except(present.Select(m => m.TeamId))
                .Select(id => new TeamMember { TeamId = id, UserId = userId })
        );
        return true;
    }

    /// <summary>Saves. A concurrent change of the account wins.</summary>
    public async Task<Results<Ok<UserResponse>, ProblemHttpResult>> SaveAsync(
        User user,
        CancellationToken cancellationToken,
        string? invitationUrl = null
    )
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.Conflict(
                "changed-meanwhile",
                "Somebody changed the account at the same moment. Read it again and retry."
            );
        }

        changes.Note();
        var teams = await sessions.TeamsOfAsync(user.Id, cancellationToken);
        return TypedResults.Ok(Users.ToResponse(user, teams, invitationUrl));
    }
}

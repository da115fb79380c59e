using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>
/// People: invited by an administrator with a one-time link, given a role, disabled when they
/// leave.
/// </summary>
internal static class Users
{
    public static void MapUsers(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/api/users").May(Permissions.ManagePeople).WithTags("Users");
        users.MapGet("", ListAsync).WithName("ListUsers").WithSummary("List all accounts");
        users
            .MapGet("/{id:guid}", GetAsync)
            .WithName("GetUser")
            .WithSummary("Get an account")
            .ProducesProblem(404);
        users
            .MapPost("", CreateAsync)
            .Audited(AuditActions.UserCreated)
            .WithName("CreateUser")
            .WithSummary("Create an account and a one-time invitation link")
            .ProducesProblem(409);
        users
            .MapPatch("/{id:guid}", ChangeAsync)
            .Serialized()
            .Audited(AuditActions.UserChanged)
            .WithName("ChangeUser")
            .WithSummary("Change an account: name, role, teams; disable or enable it")
            .ProducesProblem(404)
            .ProducesProblem(409);
        users
            .MapPost("/{id:guid}/invite", InviteAsync)
            .Serialized()
            .Audited(AuditActions.UserInvited)
            .WithName("InviteUser")
            .WithSummary(
                "Create a one-time link: an invitation, or a password reset for an account in use"
            )
            .WithDescription(
                "Invitations are valid for seven days, reset links for 24 hours. Using the link "
                    + "signs the person in and ends their other sessions."
            )
            .ProducesProblem(404);
        users
            .MapGet("/{id:guid}/sessions", ListSessionsAsync)
            .WithName("ListUserSessions")
            .WithSummary("List a person's sessions")
            .ProducesProblem(404);
        users
            .MapDelete("/{id:guid}/sessions", EndSessionsAsync)
            .Audited(AuditActions.SessionsEnded)
            .WithName("EndUserSessions")
            .WithSummary("End all sessions of a person")
            .ProducesProblem(404);
    }

    private static async Task<Ok<ItemList<UserResponse>>> ListAsync(
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var users = await db
            .Users.AsNoTracking()
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Take(1000)
            .ToListAsync(cancellationToken);
        var teams = await Teams.NamesByMemberAsync(db, cancellationToken);
        return TypedResults.Ok(
            new ItemList<UserResponse>(users.ConvertAll(u => ToResponse(u, [.. teams[u.Id]])))
        );
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        GatewayDbContext db,
        Sessions sessions,
        CancellationToken cancellationToken
    ) =>
        await db.Users.FindAsync([id], cancellationToken) is { } user
            ? TypedResults.Ok(ToResponse(user, await sessions.TeamsOfAsync(id, cancellationToken)))
            : Problems.NotFound("user " + id);

    private static async Task<Results<Created<UserResponse>, ProblemHttpResult>> CreateAsync(
        CreateUserRequest request,
        Accounts accounts,
        AuditLog audit,
        PublicAddress address,
        TimeProvider clock,
        HttpContext http
    )
    {
        if (request.Role is not { } role)
        {
            return Problems.Validation(
                "role",
                "must be viewer, responder, support, facilitator, organizer or admin"
            );
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var user = User.Create(request.Name?.Trim() ?? "", request.Email?.Trim() ?? "", role, now);
        var secret = user.Invite(now);
        audit.Add(AuditActions.UserCreated, user, detail: "role " + role);
        var errors = await accounts.CreateAsync(user, null);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/users/{user.Id}",
            ToResponse(user, [], LinkUrl(user, address, http, secret))
        );
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        ChangeUserRequest request,
        GatewayDbContext db,
        UserSaving saving,
        Accounts accounts,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (await db.Users.FindAsync([id], cancellationToken) is not { } user)
        {
            return Problems.NotFound("user " + id);
        }

        if (
            request.Name is not null
            && Accounts.Check(request.Name, user.Email).Problem is { } wrong
        )
        {
            return wrong;
        }

        var losesAdmin =
            user is { Role: Role.Admin, Status: UserStatus.Active }
            && (request.IsDisabled == true || request.Role is not null and not Role.Admin);
        if (losesAdmin && !await accounts.HasOtherAdminAsync(id, cancellationToken))
        {
            return Problems.Conflict(
                "last-admin",
                "This is the last administrator. Give another person the role admin first."
            );
        }

        var before = $"{user.Name}, {user.Role}, {user.Status}";
        user.Name = request.Name?.Trim() ?? user.Name;
        user.Role = request.Role ?? user.Role;
        user.DisabledAt = request.IsDisabled switch
        {
            true => user.DisabledAt ?? clock.GetUtcNow().UtcDateTime,
            false => null,
            null => user.DisabledAt,
        };
        Accounts.Touch(user);
        if (
            request.Teams is { } wanted
            && !await saving.SetTeamsAsync(user.Id, wanted, cancellationToken)
        )
        {
            return Problems.Validation("teams", "must be ids of teams");
        }

        audit.Add(
            AuditActions.UserChanged,
            user,
            detail: $"{before} → {user.Name}, {user.Role}, {user.Status}"
        );
        return await saving.SaveAsync(user, cancellationToken);
    }

    private static async Task<Results<Ok<UserResponse>, ProblemHttpResult>> InviteAsync(
        Guid id,
        GatewayDbContext db,
        UserSaving saving,
        AuditLog audit,
        PublicAddress address,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        if (await db.Users.FindAsync([id], cancellationToken) is not { } user)
        {
            return Problems.NotFound("user " + id);
        }

        var secret = user.Invite(clock.GetUtcNow().UtcDateTime);
        Accounts.Touch(user);
        var isReset = user.Status == UserStatus.Active;
        audit.Add(isReset ? AuditActions.PasswordResetLink : AuditActions.UserInvited, user);
        http.Response.Headers.CacheControl = "no-store";
        return await saving.SaveAsync(
            user,
            cancellationToken,
            LinkUrl(user, address, http, secret)
        );
    }

    private static async Task<
        Results<Ok<ItemList<SessionResponse>>, ProblemHttpResult>
    > ListSessionsAsync(
        Guid id,
        GatewayDbContext db,
        Sessions sessions,
        CancellationToken cancellationToken
    ) =>
        await db.Users.AnyAsync(u => u.Id == id, cancellationToken)
            ? TypedResults.Ok(
                MySessions.ToPage(await sessions.OpenAsync(id, cancellationToken), null)
            )
            : Problems.NotFound("user " + id);

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionsAsync(
        Guid id,
        GatewayDbContext db,
        Sessions sessions,
        AccessChanges changes,
        AuditLog audit,
        CancellationToken cancellationToken
    )
    {
        if (await db.Users.FindAsync([id], cancellationToken) is not { } user)
        {
            return Problems.NotFound("user " + id);
        }

        var count = await sessions.EndAllAsync(id, null, cancellationToken);
        audit.Add(AuditActions.SessionsEnded, user, detail: $"{count} ended");
        await db.SaveChangesAsync(cancellationToken);
        changes.Note();
        return TypedResults.NoContent();
    }

    internal static string? SignsInWith(User user) =>
        (user.PasswordHash is not null, user.LinkedAt is not null) switch
        {
            (true, true) => "password single-sign-on",
            (true, false) => "password",
            (false, true) => "single-sign-on",
            _ => null,
        };

    private static string LinkUrl(User user, PublicAddress address, HttpContext http, Secret secret)
    {
        var path = user.Status == UserStatus.Active ? ResetPassword.Path : AcceptInvitation.Path;
        return $"{address.Of(http.Request)}{path}?token={secret.Text}";
    }

    internal static UserResponse ToResponse(
        User user,
        IReadOnlyList<string> teams,
        string? invitationUrl = null
    ) =>
        new(
            user.Id,
            user.Name,
            user.Email!,
            user.Role,
            user.Status,
            user.CreatedAt,
            user.LastSignInAt,
            user.InvitationExpiresAt,
            teams,
            SignsInWith(user),
            user.GroupsLeftOutAt,
            invitationUrl
        );
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Oidc;

/// <param name="Refusal">The reason for a refusal, as a code for the sign-in page.</param>
internal sealed record Admission(User? User, string? Refusal);

/// <summary>
/// Finds or creates the account of a person whom a provider has authenticated, and updates role and
/// teams.
/// </summary>
internal sealed class SingleSignOn(
    GatewayDbContext db,
    Accounts accounts,
    Sessions sessions,
    ProviderTeams teams,
    AuditLog audit,
    AccessChanges changes,
    IOptions<IdentitySettings> settings,
    TimeProvider clock
)
{
    public const string Failed = "failed";
    public const string NotAllowed = "not-allowed";
    public const string NoEmail = "no-email";
    public const string NotVerified = "not-verified";
    public const string Closed = "closed";
    public const string OtherIdentity = "other-identity";
    public const string LinkedElsewhere = "linked-elsewhere";
    public const string GroupsLeftOut = "groups-left-out";
    public const string Declined = "declined";
    public const string Unreachable = "unreachable";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public Task<Admission> AdmitAsync(ExternalPerson person, CancellationToken ct) =>
        SerializedAsync(() => AdmitInTurnAsync(person, ct), ct);

    /// <summary>
    /// Connects a signed-in person's account with their identity at the provider.
    /// </summary>
    public Task<Admission> LinkAsync(ExternalPerson person, string owner, CancellationToken ct) =>
        SerializedAsync(() => LinkInTurnAsync(person, owner, ct), ct);

    // Two concurrent first sign-ins create one account and one team. Two administrators whose
    // groups have changed do not both lose the role.
    private async Task<Admission> SerializedAsync(Func<Task<Admission>> work, CancellationToken ct)
    {
        var admission = await db.SerializedAsync(work, ct);
        changes.Note();
        return admission;
    }

    private async Task<Admission> AdmitInTurnAsync(ExternalPerson person, CancellationToken ct)
    {
        var decision = Decide(person);
        var (user, refusal) = await FindAsync(person, decision, ct);
        return user is null
            ? await RefuseAsync(person, refusal!, ct)
            : await EnterAsync(person, user, decision, AuditActions.SignedIn, ct);
    }

    private async Task<Admission> LinkInTurnAsync(
        ExternalPerson person,
        string owner,
        CancellationToken ct
    )
    {
        var decision = Decide(person);
        var user = await db.Users.FindAsync([Guid.Parse(owner)], ct);
        var login = await FindLoginAsync(person, ct);
        if (user is null || (login is not null && login.UserId != user.Id))
        {
            return await RefuseAsync(person, LinkedElsewhere, ct, user);
        }

        if (decision.Rules && decision.Role is null)
        {
            return await RefuseAsync(person, NotAllowed, ct, user);
        }

        if (login is null && await IsLinkedAsync(user, person.Issuer, ct))
        {
            return await RefuseAsync(person, OtherIdentity, ct, user);
        }

        if (login is null)
        {
            Link(user, person);
        }

        return await EnterAsync(person, user, decision, null, ct);
    }

    private GroupDecision Decide(ExternalPerson person) =>
        person.AreGroupsLeftOut
            ? GroupRules.WithoutGroups(settings.Value.Oidc)
            : GroupRules.Decide(settings.Value.Oidc, person.Groups);

    private async Task<Admission> EnterAsync(
        ExternalPerson person,
        User user,
        GroupDecision decision,
        string? action,
        CancellationToken ct
    )
    {
        if (user.DisabledAt is not null)
        {
            return await RefuseAsync(person, Closed, ct, user);
        }

        if (decision.Rules && decision.Role is null)
        {
            await EndAsync(user, ct);
            return await RefuseAsync(person, NotAllowed, ct, user);
        }

        await UpdateAsync(user, decision, ct);
        NoteGroups(user, person);
        if (action is not null)
        {
            audit.Add(action, user, ActorOf(user), settings.Value.Oidc.DisplayName);
        }

        await db.SaveChangesAsync(ct);
        return new(user, null);
    }

    /// <summary>
    /// By issuer and subject, otherwise by an e-mail address that the provider has verified,
    /// otherwise a new account if the groups allow one.
    /// </summary>
    private async Task<(User? User, string? Refusal)> FindAsync(
        ExternalPerson person,
        GroupDecision decision,
        CancellationToken ct
    )
    {
        if (await FindLoginAsync(person, ct) is { } login)
        {
            return (await db.Users.FindAsync([login.UserId], ct), null);
        }

        if (decision.Role is not { } role)
        {
            return (null, person.AreGroupsLeftOut ? GroupsLeftOut : NotAllowed);
        }

        if (Accounts.Check("-", person.Email).Any)
        {
            return (null, NoEmail);
        }

        var known = await accounts.FindByEmailAsync(person.Email!);
        // Whoever can enter any address at the provider must not get the account with that address.
        if (known is null ? person.IsEmailVerified == false : person.IsEmailVerified != true)
        {
            return (null, NotVerified);
        }

        // Addresses are reassigned some day, subjects are not.
        if (known is not null && await IsLinkedAsync(known, person.Issuer, ct))
        {
            return (null, OtherIdentity);
        }

        return known is { DisabledAt: not null } ? (known, null)
            : known is not null ? (Link(known, person), null)
            : await CreateAsync(person, role);
    }

    private async Task<ExternalLogin?> FindLoginAsync(ExternalPerson person, CancellationToken ct)
    {
        var login = await db.ExternalLogins.SingleOrDefaultAsync(
            l => l.Issuer == person.Issuer && l.Subject == person.Subject,
            ct
        );
        if (login is not null)
        {
            login.LastUsedAt = Now;
        }

        return login;
    }

    private Task<bool> IsLinkedAsync(User user, string issuer, CancellationToken ct) =>
        db.ExternalLogins.AnyAsync(l => l.UserId == user.Id && l.Issuer == issuer, ct);

    /// <summary>
    /// Ends the access of a person who may no longer sign in, unless they are the last
    /// administrator.
    /// </summary>
    private async Task EndAsync(User user, CancellationToken ct)
    {
        if (user.Role == Role.Admin && !await accounts.HasOtherAdminAsync(user.Id, ct))
        {
            return;
        }

        db.DiscardChanges();
        await sessions.EndAllAsync(user.Id, null, ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<(User? User, string? Refusal)> CreateAsync(ExternalPerson person, Role role)
    {
        var name = (person.Name?.Trim() ?? person.Email!).CutTo(User.MaximumNameLength);
        var user = User.Create(name, person.Email!.Trim(), role, Now);
        audit.Add(AuditActions.UserCreated, user, Actor.System, "by single sign-on, role " + role);
        user.LinkedAt = Now;
        var errors = await accounts.CreateAsync(user, null);
        return errors.Any ? (null, NoEmail) : (Link(user, person), null);
    }

    private User Link(User user, ExternalPerson person)
    {
        user.LinkedAt ??= Now;
        user.InvitationHash = null;
        user.InvitationExpiresAt = null;
        db.ExternalLogins.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                Issuer = person.Issuer,
                Subject = person.Subject,
                UserId = user.Id,
                CreatedAt = Now,
                LastUsedAt = Now,
            }
        );
        audit.Add(AuditActions.ProviderLinked, user, ActorOf(user), person.Issuer);
        return user;
    }

    /// <summary>Informs administrators that role and teams could not be updated.</summary>
    private void NoteGroups(User user, ExternalPerson person)
    {
        user.GroupsLeftOutAt = person.AreGroupsLeftOut ? Now : null;
        if (person.AreGroupsLeftOut)
        {
            audit.Add(
                AuditActions.GroupsLeftOut,
                user,
                ActorOf(user),
                $"role {user.Role} and teams kept: the provider sent no groups, "
                    + "because there are too many"
            );
        }
    }

    private static Actor ActorOf(User user) => new("user", user.Id.ToString(), user.Name);

    private async Task UpdateAsync(User user, GroupDecision decision, CancellationToken ct)
    {
        user.RecordSignIn(Now);
        Accounts.Touch(user);
        if (!decision.Rules)
        {
            return;
        }

        var isLastAdmin =
            user.Role == Role.Admin
            && decision.Role != Role.Admin
            && !await accounts.HasOtherAdminAsync(user.Id, ct);
        // A mistake in the provider's groups must not leave the product without an administrator.
        if (!isLastAdmin && user.Role != decision.Role)
        {
            audit.Add(
                AuditActions.UserChanged,
                user,
                Actor.System,
                $"by single sign-on: {user.Role} → {decision.Role}"
            );
            user.Role = decision.Role!.Value;
        }

        await teams.SetAsync(user.Id, decision.Teams, ct);
    }

    private async Task<Admission> RefuseAsync(
        ExternalPerson person,
        string refusal,
        CancellationToken ct,
        User? user = null
    )
    {
        db.DiscardChanges();
        audit.Add(
            AuditActions.SignInFailed,
            "user",
            user?.Id.ToString() ?? "",
            user?.Name ?? "an unknown account",
            detail: $"single sign-on: {refusal}, {person.Subject.CutTo(100)}"
        );
        await db.SaveChangesAsync(ct);
        return new(null, refusal);
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Identity;

/// <summary>
/// Creates accounts, checks and sets passwords. Each call is one save, which includes pending
/// changes of the caller.
/// </summary>
internal sealed class Accounts(
    GatewayDbContext db,
    UserManager<User> users,
    Sessions sessions,
    AccessChanges changes,
    UnknownAddressBackoff unknownAddresses,
    AbsentPassword absent,
    TimeProvider clock
)
{
    /// <summary>
    /// OWASP's number of rounds for PBKDF2 with SHA-512, which is what Identity's format uses.
    /// </summary>
    public const int HashRounds = 210_000;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether nobody has an account yet.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        !await db.Users.AnyAsync(cancellationToken);

    /// <summary>Whether somebody else could administer the product.</summary>
    public Task<bool> HasOtherAdminAsync(Guid than, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(
            u =>
                u.Id != than
                && u.Role == Role.Admin
                && u.DisabledAt == null
                && (u.PasswordHash != null || u.LinkedAt != null),
            cancellationToken
        );

    public Task<User?> FindByEmailAsync(string email) => users.FindByEmailAsync(email);

    /// <summary>Checks name and e-mail address as they were typed.</summary>
    public static FieldErrors Check(string? name, string? email)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 100)
        {
            errors.Check("name", "must have 1 to 100 characters");
        }

        if (
            email is null
            || email.Length > 200
            || !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(
                email.Trim()
            )
            || email.Trim().Any(char.IsWhiteSpace)
        )
        {
            errors.Check("email", "must be an e-mail address");
        }

        return errors;
    }

    /// <summary>Saves a new account, with or without a password.</summary>
    public async Task<FieldErrors> CreateAsync(User user, string? password)
    {
        var errors = Check(user.Name, user.Email);
        CheckPassword(user, password, errors);
        if (errors.Any)
        {
            return errors;
        }

        var taken = new FieldErrors().Check("email", "already belongs to an account");
        if (password is not null)
        {
            user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        }

        try
        {
            var result = await users.CreateAsync(user);
            return result.Succeeded ? errors
                : result.Errors.Any(e => e.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                    ? taken
                : new FieldErrors().Check("email", "must be an e-mail address");
        }
        catch (DbUpdateException exception)
            when (exception is not DbUpdateConcurrencyException && !WriteConflict.Is(exception))
        {
            return taken; // Two at the same moment: the index lets one through.
        }
    }

    /// <summary>Saves a new password and ends the account's sessions.</summary>
    /// <param name="here">The session to keep.</param>
    public async Task<FieldErrors> SetPasswordAsync(User user, string? password, Guid? here = null)
    {
        var errors = new FieldErrors();
        CheckPassword(user, password ?? "", errors);
        if (errors.Any)
        {
            return errors;
        }

        user.PasswordHash = users.PasswordHasher.HashPassword(user, password!);
        user.InvitationHash = null;
        user.InvitationExpiresAt = null;
        user.AccessFailedCount = 0;
        user.LockedUntil = null;
        user.SecurityStamp = Secret.Create().Text;
        Touch(user);
        await sessions.EndAllAsync(user.Id, here, CancellationToken.None);
        await db.SaveChangesAsync();
        changes.Note();
        return errors;
    }

    /// <summary>
    /// Makes a change fail if another change has been saved since the account was read.
    /// </summary>
    public static void Touch(User user) => user.ConcurrencyStamp = Guid.CreateVersion7().ToString();

    /// <summary>
    /// The account if the password is right and sign-in is allowed. Every other case takes the same
    /// time and gives no reason.
    /// </summary>
    public async Task<SignInOutcome> TrySignInAsync(string email, string password)
    {
        var user = await users.FindByEmailAsync(email);
        if (user?.PasswordHash is null)
        {
            users.PasswordHasher.VerifyHashedPassword(new(), absent.Hash, password);
            return new(user, false, user is null ? "no such account" : "invitation not accepted")
            {
                RestsUntil = unknownAddresses.Try(email),
            };
        }

        var verdict = users.PasswordHasher.VerifyHashedPassword(user, user.PasswordHash, password);
        if (user.LockedUntil > Now)
        {
            return new(user, false, "account locked after wrong passwords")
            {
                RestsUntil = user.LockedUntil,
            };
        }

        if (verdict == PasswordVerificationResult.Failed)
        {
            user.RecordFailure(Now);
            Touch(user);
            return new(user, false, "wrong password");
        }

        if (user.Status != UserStatus.Active)
        {
            return new(user, false, "account is disabled");
        }

        user.RecordSignIn(Now);
        Touch(user);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        }

        return new(user, true, null);
    }

    private static void CheckPassword(User user, string? password, FieldErrors errors)
    {
        if (
            password is not null
            && PasswordRules.Check(password, user.Name, user.Email) is { } wrong
        )
        {
            errors.Check("password", wrong);
        }
    }
}

/// <param name="User">The account with the e-mail address, if any.</param>
/// <param name="Reason">For the audit log only.</param>
internal sealed record SignInOutcome(User? User, bool Succeeded, string? Reason)
{
    /// <summary>Until when sign-in is locked; the same for addresses without an account.</summary>
    public DateTime? RestsUntil { get; init; }

    /// <summary>The same, but the password was changed before the session began.</summary>
    public SignInOutcome Overtaken() =>
        this with
        {
            Succeeded = false,
            Reason = "password or account changed at the same moment",
        };
}

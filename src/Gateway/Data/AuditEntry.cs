using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// Who did what to what, and when. A deed of the gateway's own is written in the same commit; a
/// request to a service by <see cref="Audit.AuditTrail"/>, and what a service tells by itself by
/// <see cref="Consumers.NoteHealth"/>.
/// </summary>
public sealed class AuditEntry
{
    public long Id { get; set; }
    public DateTime At { get; set; }

    /// <summary>
    /// One of <see cref="AuditActions"/>, or the action of a <see cref="Domain.AuditedOperation"/>.
    /// </summary>
    public string Action { get; set; } = "";
    public string ActorKind { get; set; } = "";
    public string ActorId { get; set; } = "";
    public string ActorName { get; set; } = "";

    /// <summary>
    /// <c>user</c>, <c>token</c>, <c>team</c>, <c>product</c>, or the kind of a service's thing:
    /// <c>incident</c>, <c>source</c>.
    /// </summary>
    public string SubjectKind { get; set; } = "";
    public string SubjectId { get; set; } = "";
    public string SubjectName { get; set; } = "";

    /// <summary>What else there is to say: a reason, a change.</summary>
    public string? Detail { get; set; }

    /// <summary>Network address of the caller.</summary>
    public string? Address { get; set; }
}

/// <summary>The deeds the audit log knows.</summary>
public static class AuditActions
{
    public const string SetUp = "set-up";
    public const string SignedIn = "signed-in";
    public const string SignInFailed = "sign-in-failed";
    public const string SignedOut = "signed-out";
    public const string TokenCreated = "token-created";
    public const string TokenRevoked = "token-revoked";
    public const string UserCreated = "user-created";
    public const string UserChanged = "user-changed";
    public const string UserInvited = "user-invited";
    public const string InvitationAccepted = "invitation-accepted";
    public const string PasswordChanged = "password-changed";
    public const string PasswordResetLink = "password-reset-link";
    public const string PasswordReset = "password-reset";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";
    public const string SessionEnded = "session-ended";
    public const string SessionsEnded = "sessions-ended";
    public const string TeamCreated = "team-created";
    public const string TeamChanged = "team-changed";
    public const string TeamRemoved = "team-removed";
    public const string ProviderLinked = "provider-linked";
    public const string GroupsLeftOut = "provider-groups-left-out";
    public const string SourceFailing = "source-failing";
    public const string SourceRecovered = "source-recovered";
    public const string SubscriptionFailing = "subscription-failing";
    public const string SubscriptionRecovered = "subscription-recovered";
    public const string SampleDataLoad = "sample-data-load";
    public const string SampleDataLoaded = "sample-data-loaded";
    public const string SampleDataRemove = "sample-data-remove";
    public const string SampleDataRemoved = "sample-data-removed";
    public const string SampleDataFailed = "sample-data-failed";

    /// <summary>All of them, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SetUp,
        SignedIn,
        SignInFailed,
        SignedOut,
        SessionEnded,
        SessionsEnded,
        PasswordChanged,
        PasswordResetLink,
        PasswordReset,
        PasskeyAdded,
        PasskeyRemoved,
        ProviderLinked,
        GroupsLeftOut,
        UserCreated,
        UserInvited,
        InvitationAccepted,
        UserChanged,
        TeamCreated,
        TeamChanged,
        TeamRemoved,
        TokenCreated,
        TokenRevoked,
        SourceFailing,
        SourceRecovered,
        SubscriptionFailing,
        SubscriptionRecovered,
        SampleDataLoad,
        SampleDataLoaded,
        SampleDataRemove,
        SampleDataRemoved,
        SampleDataFailed,
    ];
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entity)
    {
        entity.ToTable("Audit");
        entity.Property(a => a.Id).ValueGeneratedOnAdd();
        entity.Property(a => a.Action).HasMaxLength(40);
        entity.Property(a => a.ActorKind).HasMaxLength(20);
        entity.Property(a => a.ActorId).HasMaxLength(64);
        entity.Property(a => a.SubjectKind).HasMaxLength(20);
        entity.Property(a => a.SubjectId).HasMaxLength(64);
        entity.Property(a => a.Detail).HasMaxLength(500);
        entity.Property(a => a.Address).HasMaxLength(64);
        // For the filters; each page of the log is read newest first.
        entity.HasIndex(a => a.At);
        entity.HasIndex(a => new { a.Action, a.Id });
        entity.HasIndex(a => new { a.ActorId, a.Id });
        entity.HasIndex(a => new { a.SubjectId, a.Id });
    }
}

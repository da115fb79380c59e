using System.Collections.Frozen;

namespace Pir.Gateway.Data;

/// <summary>
/// The audit actions of the gateway. Services name theirs where they map their endpoints.
/// </summary>
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

    /// <summary>
    /// The words that follow the actor's name in a sentence. The kind in braces is a placeholder
    /// for the subject.
    /// </summary>
    public static FrozenDictionary<string, string> Words { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SetUp] = "set up the product",
            [SignedIn] = "signed in",
            [SignInFailed] = "failed to sign in as {user}",
            [SignedOut] = "signed out",
            [TokenCreated] = "created {token}",
            [TokenRevoked] = "revoked {token}",
            [UserCreated] = "created the account of {user}",
            [UserChanged] = "changed the account of {user}",
            [UserInvited] = "created another invitation for {user}",
            [InvitationAccepted] = "accepted an invitation",
            [PasswordChanged] = "changed their password",
            [PasswordResetLink] = "created a password reset link for {user}",
            [PasswordReset] = "reset their password",
            [PasskeyAdded] = "added a passkey",
            [PasskeyRemoved] = "removed a passkey",
            [SessionEnded] = "ended a session of {user}",
            [SessionsEnded] = "ended the sessions of {user}",
            [TeamCreated] = "created {team}",
            [TeamChanged] = "changed {team}",
            [TeamRemoved] = "removed {team}",
            [ProviderLinked] = "linked their account with single sign-on",
            [GroupsLeftOut] = "signed in without the provider's groups",
            [SourceFailing] = "found {source} failing",
            [SourceRecovered] = "found {source} working again",
            [SubscriptionFailing] = "found {subscription} failing",
            [SubscriptionRecovered] = "found {subscription} working again",
            [SampleDataLoad] = "asked to load the sample data",
            [SampleDataLoaded] = "loaded the sample data",
            [SampleDataRemove] = "asked to remove the sample data",
            [SampleDataRemoved] = "removed the sample data",
            [SampleDataFailed] = "could not finish loading or removing the sample data",
        }.ToFrozenDictionary(StringComparer.Ordinal);
}

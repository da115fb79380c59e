using Pir.Web.People;

namespace Pir.Web.Audit;

/// <summary>What the audit log tells of, as a reader sees it.</summary>
internal static class AuditWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> Deeds =
    [
        ("set-up", "Product set up"),
        ("signed-in", "Signed in"),
        ("sign-in-failed", "Sign-in failed"),
        ("signed-out", "Signed out"),
        ("session-ended", "Session ended"),
        ("sessions-ended", "Signed out everywhere"),
        ("password-changed", "Password changed"),
        ("password-reset-link", "Link for a new password made"),
        ("password-reset", "Password reset"),
        ("passkey-added", "Passkey added"),
        ("passkey-removed", "Passkey removed"),
        ("provider-linked", "Linked with single sign-on"),
        ("provider-groups-left-out", "Groups left out by the provider"),
        ("user-created", "Person invited"),
        ("user-invited", "New link made"),
        ("invitation-accepted", "Invitation accepted"),
        ("user-changed", "Person changed"),
        ("team-created", "Team created"),
        ("team-changed", "Team changed"),
        ("team-removed", "Team removed"),
        ("token-created", "Token created"),
        ("token-revoked", "Token revoked"),
        ("sample-data-load", "Sample data asked for"),
        ("sample-data-loaded", "Sample data loaded"),
        ("sample-data-remove", "Removal of the sample data asked for"),
        ("sample-data-removed", "Sample data removed"),
        ("sample-data-failed", "Sample data failed"),
        ("incident-opened", "Incident opened"),
        ("incident-acknowledged", "Incident acknowledged"),
        ("incident-mitigated", "Incident mitigated"),
        ("incident-resolved", "Incident resolved"),
        ("incident-reopened", "Incident reopened"),
        ("incident-closed", "Incident closed"),
        ("incident-role-assigned", "Incident role assigned"),
        ("severity-changed", "Severity changed"),
        ("impact-recorded", "Impact recorded"),
        ("incident-corrected", "Incident corrected"),
        ("review-opened", "Review opened"),
        ("review-owner-assigned", "Review owner assigned"),
        ("attendee-invited", "Attendee invited"),
        ("attendance-noted", "Attendance noted"),
        ("attendee-removed", "Attendee removed"),
        ("review-joined", "Draft review joined"),
        ("draft-access-accepted", "Access to a draft granted"),
        ("draft-access-declined", "Access to a draft declined"),
        ("review-scheduled", "Review scheduled"),
        ("review-held", "Review meeting held"),
        ("review-waived", "Review waived"),
        ("review-published", "Review published"),
        ("review-action-proposed", "Action proposed in a review"),
        ("review-action-withdrawn", "Action withdrawn from a review"),
        ("policies-changed", "Review policies changed"),
        ("action-proposed", "Action proposed"),
        ("action-edited", "Action changed"),
        ("action-assigned", "Action assigned"),
        ("action-completed", "Action completed"),
        ("action-declined", "Action declined"),
        ("action-reopened", "Action reopened"),
        ("source-failing", "Source fails"),
        ("source-recovered", "Source works again"),
        ("source-created", "Source created"),
        ("source-changed", "Source changed"),
        ("source-deleted", "Source removed"),
        ("source-key-rotated", "Source key replaced"),
        ("source-tested", "Source tested"),
        ("delivery-replayed", "Webhook replayed"),
        ("subscription-failing", "Subscription fails"),
        ("subscription-recovered", "Subscription works again"),
        ("subscription-created", "Subscription created"),
        ("subscription-changed", "Subscription changed"),
        ("subscription-deleted", "Subscription removed"),
        ("subscription-secret-rotated", "Subscription secret replaced"),
        ("subscription-tested", "Subscription tested"),
        ("events-replayed", "Events replayed to a subscription"),
        ("delivery-retried", "Delivery sent again"),
        ("parked-event-retried", "Parked event tried again"),
        ("message-retried", "Parked message tried again"),
        ("queue-redriven", "Error queue moved back"),
        ("sample-rows-removed", "Sample data removed from a service"),
    ];

    /// <summary>What deeds are done to, as the log's filter has it.</summary>
    public static readonly IReadOnlyList<(string Value, string Text)> Kinds =
    [
        ("user", "People"),
        ("team", "Teams"),
        ("token", "Tokens"),
        ("incident", "Incidents"),
        ("review", "Reviews"),
        ("policies", "Review policies"),
        ("action", "Actions"),
        ("source", "Sources"),
        ("delivery", "Webhooks"),
        ("subscription", "Subscriptions"),
        ("service", "Operations"),
        ("product", "Sample data"),
    ];

    /// <summary>Where to see what a deed was done to; null where there is no such page.</summary>
    public static string? PathOf(AuditParty subject) =>
        (subject.Kind, subject.Id) switch
        {
            (_, null or "") => subject.Kind == "policies" ? "/policies" : null,
            ("incident", { } id) => "/incidents/" + Uri.EscapeDataString(id),
            ("review", { } id) => "/reviews/" + Uri.EscapeDataString(id),
            ("action", { } id) => "/actions/" + Uri.EscapeDataString(id),
            ("source", { } id) => "/sources/" + Uri.EscapeDataString(id),
            ("delivery", { } id) => "/deliveries/" + Uri.EscapeDataString(id),
            ("subscription", { } id) => "/subscriptions/" + Uri.EscapeDataString(id),
            _ => null,
        };

    public static string Deed(string action) =>
        Deeds.FirstOrDefault(d => d.Value == action).Text ?? action;
}

using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>
/// One sentence that survives a redirect. The cookie contains a key of this list and never text.
/// </summary>
internal static class Flash
{
    private const string Cookie = "pir-flash";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["opened"] = "Incident opened.",
        ["acknowledge"] = "Incident acknowledged.",
        ["mitigate"] = "Incident mitigated.",
        ["resolve"] = "Incident resolved.",
        ["reopen"] = "Incident reopened.",
        ["close"] = "Incident closed.",
        ["scenario"] = "Scenario saved.",
        ["link"] = "Incidents linked.",
        ["merge"] = "Incident merged. Its alerts belong to the other one now.",
        ["unmerge"] = "Merge undone.",
        ["roles"] = "Role handed over.",
        ["severity"] = "Severity changed.",
        ["impact"] = "Impact recorded.",
        ["details"] = "Changes saved. The history keeps the earlier values.",
        ["corrected"] = "Entry corrected. Its history keeps the earlier text.",
        ["switched-on"] = "Enabled.",
        ["switched-off"] = "Disabled.",
        ["repair"] = "Repair step added.",
        ["activity"] = "Activity added.",
        ["evidence"] = "Evidence added.",
        ["evidence-redacted"] = "Evidence added. Secrets were removed from it.",
        ["attached"] = "Evidence attached to the entry.",
        ["import"] = "Imported into the timeline.",
        ["review-opened"] = "Review opened.",
        ["saved"] = "Saved.",
        ["answered"] = "Acknowledged for the team.",
        ["engage"] = "Team engaged.",
        ["task-added"] = "Task added.",
        ["task-take"] = "The task is yours.",
        ["task-done"] = "Task done.",
        ["task-reopen"] = "Task reopened.",
        ["join"] = "Request sent. The incident commander decides.",
        ["join-accept"] = "Request accepted and role assigned.",
        ["join-decline"] = "Request declined.",
        ["join-withdraw"] = "Request withdrawn.",
        ["service-added"] = "Service added.",
        ["removed"] = "Removed.",
        ["joined"] = "You joined this review.",
        ["invited"] = "Invited.",
        ["guest"] = "Guest added. Guests have no account and cannot read the review.",
        ["scheduled"] = "Meeting scheduled.",
        ["unscheduled"] = "Meeting cancelled.",
        ["picked"] = "Added from the notes.",
        ["hold"] = "Meeting marked as held.",
        ["waive"] = "Review waived.",
        ["publish"] = "Review published. Subscribers will be notified.",
        ["action-added"] = "Action added.",
        ["assign"] = "Action assigned.",
        ["complete"] = "Action completed.",
        ["decline"] = "Action declined.",
        ["action-reopen"] = "Action reopened.",
        ["silenced"] = "Alerts silenced.",
        ["silence-ended"] = "Silence ended. Alerts that still fire open incidents.",
        ["source-test"] = "Test alert accepted. It opened a drill.",
        ["source-test-ignored"] =
            "Test alert accepted. It was a repeat, so it did not open a drill.",
        ["test-delivered"] = "Test delivered. The receiver accepted it.",
        ["test-failed"] = "Test failed. See the delivery below for the reason.",
        ["test-pending"] =
            "Test sent, but the receiver has not answered yet. See the delivery below.",
        ["replayed"] = "Delivery replayed and accepted.",
        ["reread"] = "Delivery read again. The same part is still missing.",
        ["retry"] = "Retrying the delivery.",
        ["disabled"] = "Account disabled. Its sessions and personal tokens no longer work.",
        ["enabled"] = "Account enabled.",
        ["sessions-ended"] = "Signed out everywhere.",
        ["session-ended"] = "Session ended.",
        ["password"] = "Password changed. Your other sessions have ended.",
        ["passkey-added"] = "Passkey added. You can now sign in with it.",
        ["passkey-removed"] = "Passkey removed. Delete it on your device too.",
        ["team-added"] = "Team added. You can now add members.",
        ["token-revoked"] = "Token revoked.",
        ["view-saved"] = "View saved. You find it above the list; only you see it.",
        ["view-removed"] = "View removed. Its filters are still set. To undo, save the view again.",
        ["styleguide"] = "This is only an example. Nothing was changed.",
        ["preferences"] = "Preferences saved.",
    };

    public static void Put(HttpContext context, string word) =>
        context.Response.Cookies.Append(
            Cookie,
            word,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromMinutes(1),
                Secure = context.Request.IsHttps,
                IsEssential = true,
            }
        );

    // The form was taken, but what it asked for failed or is not known yet.
    /// <summary>Sent by live.js when it fetches its own page.</summary>
    private const string Refresh = "Pir-Refresh";

    private static readonly HashSet<string> Unproven =
    [
        "test-failed",
        "test-pending",
        "reread",
        "retry",
        "source-test-ignored",
    ];

    /// <summary>
    /// The sentence, and whether it is about a success; the cookie is removed. A page that only
    /// refreshes itself gets none: it may ask between a form and the page that the form leads to.
    /// </summary>
    public static (string Text, bool IsGood)? Take(HttpContext context)
    {
        if (
            context.Request.Headers.ContainsKey(Refresh)
            || context.Request.Cookies[Cookie] is not { } word
        )
        {
            return null;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(Cookie);
        }

        return Sentences.TryGetValue(word, out var sentence)
            ? (sentence, !Unproven.Contains(word))
            : null;
    }
}

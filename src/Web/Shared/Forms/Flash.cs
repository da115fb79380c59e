using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>
/// One sentence that survives a redirect. The cookie carries a word of this list, never text.
/// </summary>
internal static class Flash
{
    private const string Cookie = "pir-flash";

    private static readonly Dictionary<string, string> Sentences = new()
    {
        ["opened"] = "Incident opened.",
        ["acknowledge"] = "Acknowledged. You are on it.",
        ["mitigate"] = "Marked as mitigated.",
        ["resolve"] = "Resolved.",
        ["reopen"] = "Reopened.",
        ["close"] = "Closed.",
        ["roles"] = "Role handed over.",
        ["severity"] = "Severity changed.",
        ["impact"] = "Impact recorded.",
        ["details"] = "Changes saved; the earlier values stay in the history.",
        ["corrected"] = "Entry corrected; the earlier text stays in its history.",
        ["switched-on"] = "Switched on.",
        ["switched-off"] = "Switched off.",
        ["chat"] = "The chat is on the timeline.",
        ["review-opened"] = "Review opened.",
        ["saved"] = "Saved.",
        ["removed"] = "Removed.",
        ["joined"] = "You attend this review now; its history says so.",
        ["invited"] = "Invited.",
        ["guest"] = "Added, without an account: to be heard, reading nothing.",
        ["scheduled"] = "The meeting is on the calendar.",
        ["unscheduled"] = "The meeting is off the calendar.",
        ["picked"] = "Taken over from the notes.",
        ["hold"] = "The meeting is recorded as held.",
        ["waive"] = "Review waived.",
        ["publish"] = "Published. Subscribers are being told.",
        ["action-added"] = "Action added.",
        ["assign"] = "Assigned.",
        ["complete"] = "Completed. Well done.",
        ["decline"] = "Declined; the reason is kept.",
        ["action-reopen"] = "Opened again.",
        ["source-test"] = "The test alert was taken: it opened a drill.",
        ["source-test-ignored"] =
            "The test alert arrived but opened nothing: it counts as a repeat.",
        ["test-delivered"] = "The test was delivered: the receiver answered with success.",
        ["test-failed"] = "The test failed. Its delivery below says why.",
        ["test-pending"] = "The test is still on its way. Its delivery below shows the outcome.",
        ["replayed"] = "Replayed: it was accepted now.",
        ["reread"] = "Read again; the same part is still missing.",
        ["retry"] = "On its way again.",
        ["disabled"] = "Disabled: sessions and personal tokens are dead.",
        ["enabled"] = "Enabled again.",
        ["sessions-ended"] = "Signed out everywhere.",
        ["session-ended"] = "That session has ended.",
        ["password"] = "Password changed; every other session has ended.",
        ["passkey-added"] = "Passkey added. You can sign in with it from now on.",
        ["passkey-removed"] = "Passkey removed. Delete it on your device too.",
        ["team-added"] = "Team added. Put people into it.",
        ["token-revoked"] = "Revoked: it is refused from now on.",
        ["view-saved"] = "View saved. It stands above the list, for you alone.",
        ["view-removed"] = "View removed. Its filters are still set: save them again to undo.",
        ["styleguide"] = "That was a picture: nothing happened.",
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

    public static string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } word)
        {
            return null;
        }

        if (!context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(Cookie);
        }

        return Sentences.GetValueOrDefault(word);
    }
}

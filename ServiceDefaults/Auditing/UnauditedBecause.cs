namespace Pir.ServiceDefaults.Auditing;

/// <summary>Why the audit log has no line about some changes.</summary>
public static class UnauditedBecause
{
    public const string TimelineTells =
        "Entries come by the dozen during an incident; the timeline itself says who wrote what.";

    public const string DraftTells =
        "Drafts are saved while people type; the review keeps a history of who wrote what.";

    public const string ChangesNothing = "It only reads what it is sent.";

    public const string OnlyPresence = "It says every few seconds who is looking at a page.";

    public const string OwnThings = "It concerns only the caller's own things and no right.";

    public const string FromAMachine = "A monitoring tool sends it; each is kept as a delivery.";
}

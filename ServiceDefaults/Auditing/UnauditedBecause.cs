namespace Pir.ServiceDefaults.Auditing;

/// <summary>Why some changes are not audited.</summary>
public static class UnauditedBecause
{
    public const string TimelineTells =
        "An incident has dozens of entries; the timeline shows who wrote each.";

    public const string DraftTells =
        "Drafts are saved while people type; the review's history shows who wrote what.";

    public const string ChangesNothing = "The request changes nothing.";

    public const string OnlyPresence = "Presence is reported every few seconds.";

    public const string OwnThings = "The change concerns only the caller and no rights.";

    public const string FromAMachine = "Monitoring tools send these; each is kept as a delivery.";
}

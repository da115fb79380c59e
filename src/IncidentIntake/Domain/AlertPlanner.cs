namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Decides what a delivery means: a repeat, a new firing, a new incident or an end. An alert is
/// identified by its source, its fingerprint and the time it started firing. Only the latest firing
/// of a fingerprint can still change.
/// </summary>
public sealed class AlertPlanner(AlertLedger ledger)
{
    /// <summary>
    /// Applies one body to the ledger. Applying bodies one by one or together gives the same
    /// result.
    /// </summary>
    /// <param name="results">Receives the outcome of each alert, in the order of the body.</param>
    /// <returns>
    /// How many of its alerts were accepted, and how many were stale, suppressed or ended an
    /// unknown alert.
    /// </returns>
    public (int Accepted, int Ignored) Apply(
        SourceSettings source,
        IncomingBody body,
        DateTime receivedAt,
        string? traceParent = null,
        List<AlertResult>? results = null
    )
    {
        results ??= [];
        var delivery = new PlannedDelivery(ledger, source, body, receivedAt, traceParent, results);
        foreach (var alert in body.Alerts)
        {
            delivery.Take(alert);
        }

        delivery.Finish();
        var ignored = results.Count(r => r.Outcome == AlertOutcome.Ignored);
        return (results.Count - ignored, ignored);
    }
}

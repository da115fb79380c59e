namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Decides what a delivery means: repeat, re-fire, new incident, end. An alert is known by its
/// source, its fingerprint and the time it began to fire; of each fingerprint only the latest
/// firing can still change.
/// </summary>
public sealed class AlertPlanner(AlertLedger ledger)
{
    /// <summary>
    /// Applies one body to the ledger. Bodies applied one by one or many together come to the same.
    /// </summary>
    /// <param name="results">Gets what became of each alert, in the order of the body.</param>
    /// <returns>
    /// How many of its alerts counted, and how many were stale, suppressed or ended something
    /// unknown.
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

namespace Pir.Contracts.Incidents;

/// <summary>A phase of an incident, named by what it leads to.</summary>
public enum IncidentPhase
{
    /// <summary>From the first symptom to detection.</summary>
    Detection,

    /// <summary>From detection to acknowledgement.</summary>
    Acknowledgement,

    /// <summary>From acknowledgement until it is understood what is wrong.</summary>
    Diagnosis,

    /// <summary>From the diagnosis to the end of the impact.</summary>
    Mitigation,

    /// <summary>From the end of the impact to resolution.</summary>
    Recovery,
}

/// <summary>A phase and its times.</summary>
/// <param name="Until">Null while it lasts.</param>
public sealed record PhaseSpan(IncidentPhase Phase, DateTime From, DateTime? Until);

/// <summary>
/// The phases of an incident. A phase begins at the last moment before it that is known, so the
/// phases follow each other without gaps. A moment that nobody knows ends no phase.
/// </summary>
public static class IncidentPhases
{
    public static IReadOnlyList<PhaseSpan> Of(IncidentTimes times)
    {
        (IncidentPhase Phase, DateTime? Until)[] ends =
        [
            (IncidentPhase.Detection, times.DetectedAt),
            (IncidentPhase.Acknowledgement, times.AcknowledgedAt),
            (IncidentPhase.Diagnosis, times.DiagnosedAt),
            (IncidentPhase.Mitigation, times.MitigatedAt),
            (IncidentPhase.Recovery, times.ResolvedAt),
        ];
        var spans = new List<PhaseSpan>(ends.Length);
        var from = times.BeganAt;
        foreach (var (phase, until) in ends)
        {
            if (until is { } end)
            {
                // Without a symptom before it, the detection is where the incident begins.
                if (from is { } start && start <= end)
                {
                    spans.Add(new(phase, start, end));
                }

                from = from > end ? from : end;
            }
        }

        if (times.ResolvedAt is null && from is { } last)
        {
            var done = Array.FindLastIndex(ends, e => e.Until is not null);
            spans.Add(new(ends[Math.Min(done + 1, ends.Length - 1)].Phase, last, null));
        }

        return spans;
    }
}

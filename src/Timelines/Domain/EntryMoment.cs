using Pir.Contracts.Api;

namespace Pir.Timelines.Domain;

/// <summary>Takes an entry back to a time.</summary>
public static class EntryMoment
{
    /// <summary>What was known of an entry that had happened by then.</summary>
    public static Knowledge KnowledgeOf(TimelineEntry entry, DateTime at) =>
        entry.KnownAt > at ? Knowledge.NotYetKnown
        : entry.RecordedAt > at ? Knowledge.WrittenLater
        : Knowledge.Recorded;

    /// <summary>Undoes the corrections that were made after the time.</summary>
    /// <param name="later">
    /// The entry's earlier versions that were replaced after the time.
    /// </param>
    public static void TakeBack(TimelineEntry entry, IEnumerable<TimelineEntryHistory> later)
    {
        if (later.MinBy(h => h.Version) is { } then)
        {
            (entry.Text, entry.Kind, entry.OccurredAt) = (then.Text, then.Kind, then.OccurredAt);
            (entry.IsInterpretation, entry.KnownAt) = (then.IsInterpretation, then.KnownAt);
            entry.Set(
                then.RepairResult is { } result
                    ? new(result, then.RepairMinutes, then.RepairIsUndone)
                    : null
            );
        }
    }
}

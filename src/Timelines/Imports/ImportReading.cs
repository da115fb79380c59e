using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>One entry found in an import.</summary>
/// <param name="Id">What its source calls it; null if it has no name there.</param>
/// <param name="At">UTC; null if none is shown.</param>
internal sealed record Found(string? Id, DateTime? At, TimelineEntryKind Kind, string Text)
{
    public string? SaidBy { get; init; }
    public string? Link { get; init; }
    public int Line { get; init; }
    public bool IsSuggested { get; init; }
    public bool IsBot { get; init; }
    public string? Doubt { get; init; }
}

/// <summary>Collects what a reader finds in an import.</summary>
internal sealed class ImportReading
{
    // So many that nobody can choose among them, and few enough to hold in memory.
    private const int MostFound = 50_000;
    private const int MostProblems = 100;
    private const int LongestQuote = 120;

    private readonly Dictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    public List<Found> Found { get; } = [];
    public List<ImportProblem> Problems { get; } = [];

    public IReadOnlyList<ImportLeftOut> LeftOut =>
        [.. _leftOut.Select(l => new ImportLeftOut(l.Key, l.Value))];

    public void Add(Found found)
    {
        if (Found.Count < MostFound)
        {
            Found.Add(found);
        }
        else
        {
            LeaveOut(
                string.Create(CultureInfo.InvariantCulture, $"beyond the first {MostFound:N0}")
            );
        }
    }

    public void LeaveOut(string reason) => LeaveOut(reason, 1);

    public void LeaveOut(string reason, int count)
    {
        if (count > 0)
        {
            _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + count;
        }
    }

    public void Refuse(int line, string text, string rule)
    {
        var start = text.Trim();
        if (Problems.Count < MostProblems)
        {
            Problems.Add(
                new(line, start.Length > LongestQuote ? start[..LongestQuote] + "…" : start, rule)
            );
        }
        else
        {
            LeaveOut("further parts that cannot be read");
        }
    }
}

/// <summary>Where and when an import belongs.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Zone">Of times that show none.</param>
/// <param name="Date">Day of the first time, if none is shown.</param>
/// <param name="Since">When the incident began (UTC).</param>
internal sealed record ImportPlace(
    DateTime Now,
    TimeZoneInfo Zone,
    DateOnly? Date,
    DateTime? Since
);

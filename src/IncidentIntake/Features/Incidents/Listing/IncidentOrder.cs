using System.Buffers.Text;
using System.Linq.Expressions;
using System.Text;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>
/// An order of the list. A page starts after the last incident of the page before it, found by the
/// values that it was sorted by, so that incidents which come and go meanwhile move no other.
/// </summary>
internal sealed class IncidentOrder
{
    private static readonly SortColumn Newest = SortColumn.Descending(i => i.DetectedAt);
    private static readonly SortColumn LastNumber = SortColumn.Descending(i => i.Number);
    private static readonly SortColumn FirstNumber = SortColumn.Ascending(i => i.Number);

    private readonly IReadOnlyList<SortColumn> _columns;

    private IncidentOrder(string word, params IReadOnlyList<SortColumn> columns)
    {
        Word = word;
        _columns = columns;
    }

    /// <summary>All orders; the first is the default.</summary>
    public static IReadOnlyList<IncidentOrder> All { get; } =
    [
        new("newest", Newest, LastNumber),
        new("oldest", SortColumn.Ascending(i => i.DetectedAt), FirstNumber),
        new("severity", SortColumn.Ascending(i => i.SeverityRank), Newest, LastNumber),
        new("impact", SortColumn.Descending(i => i.ImpactFrom), LastNumber),
        new(
            "service",
            // Incidents without a service come last.
            SortColumn.Ascending(i => i.ServiceKey == "" ? 1 : 0),
            SortColumn.Ascending(i => i.ServiceKey),
            Newest,
            LastNumber
        ),
        new("status", SortColumn.Ascending(i => i.StatusRank), Newest, LastNumber),
        // Incidents that are not resolved come last, the one that lasts longest first.
        new(
            "duration",
            SortColumn.Descending(i => i.DurationSeconds),
            SortColumn.Ascending(i => i.DetectedAt),
            FirstNumber
        ),
    ];

    public static string Rule { get; } =
        "must be one of: " + string.Join(", ", All.Select(o => o.Word));

    /// <summary>Its name in the query.</summary>
    public string Word { get; }

    /// <summary>The order of this name; the default without one; null if there is none.</summary>
    public static IncidentOrder? Find(string? word) =>
        string.IsNullOrEmpty(word)
            ? All[0]
            : All.FirstOrDefault(o => o.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    public IQueryable<Incident> Sort(IQueryable<Incident> incidents)
    {
        var sorted = _columns[0].SortFirst(incidents);
        return _columns.Skip(1).Aggregate(sorted, (rows, column) => column.SortNext(rows));
    }

    /// <summary>The place of an incident in this order, for the address of the next page.</summary>
    public string PositionOf(Incident incident) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '/',
                    _columns.Select(c => Uri.EscapeDataString(c.Write(incident))).Prepend(Word)
                )
            )
        );

    /// <summary>What comes after a place; null if the text is no place in this order.</summary>
    public Expression<Func<Incident, bool>>? After(string position)
    {
        if (position.Length > 2000 || !Base64Url.IsValid(position))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(position)).Split('/');
        if (parts.Length != _columns.Count + 1 || parts[0] != Word)
        {
            return null;
        }

        var row = Expression.Parameter(typeof(Incident));
        var compared = _columns
            .Select((c, n) => c.Compare(row, Uri.UnescapeDataString(parts[n + 1])))
            .ToList();
        if (compared.Contains(null))
        {
            return null;
        }

        // Behind in the first column, or the same there and behind in the second, and so on. The
        // bound of the first column lets the database start at the right place of the index.
        var behind = compared[^1]!.Behind;
        foreach (var column in compared.SkipLast(1).Reverse())
        {
            behind = Expression.OrElse(column!.Behind, Expression.AndAlso(column.Same, behind));
        }

        return Expression.Lambda<Func<Incident, bool>>(
            Expression.AndAlso(compared[0]!.NotBefore, behind),
            row
        );
    }
}

/// <summary>How a row lies to a value in one column of an order.</summary>
internal sealed record Compared(Expression Behind, Expression Same, Expression NotBefore);

using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Platform.Persistence;

namespace Pir.ServiceDefaults.Http;

/// <summary>The two parameters every list takes: <c>limit</c> and <c>after</c>.</summary>
/// <param name="Limit">1 to 200.</param>
/// <param name="After">Where the previous page ended; null for the first page.</param>
public readonly record struct Paging(int Limit, Cursor? After)
{
    public const int Default = 50;
    public const int Max = 200;

    public const string AfterRule = "must be the value of next in an earlier answer";

    private static readonly string LimitRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be between 1 and {Max}"
    );

    /// <summary>Reads both. Returns the problem, or null if both are valid.</summary>
    public static ProblemHttpResult? TryRead(int? limit, string? after, out Paging paging) =>
        new FieldErrors().Paging(limit, after, out paging).Problem;

    /// <summary>How many rows to read. One extra row tells whether there is a next page.</summary>
    public int Take => Limit + 1;

    /// <summary>Cuts the rows into a page.</summary>
    /// <param name="rows">At most <see cref="Take"/>.</param>
    /// <param name="position">Position of a row in the list.</param>
    public Paged<TView> Cut<T, TView>(
        IReadOnlyList<T> rows,
        Func<T, TView> view,
        Func<T, Cursor> position
    ) => Cut(rows, view, row => position(row).Encode());

    /// <inheritdoc cref="Cut{T, TView}(IReadOnlyList{T}, Func{T, TView}, Func{T, Cursor})"/>
    public Paged<TView> Cut<T, TView>(
        IReadOnlyList<T> rows,
        Func<T, TView> view,
        Func<T, string> position
    )
    {
        var next = rows.Count > Limit ? position(rows[Limit - 1]) : null;
        return new([.. rows.Take(Limit).Select(view)], next);
    }

    internal static string? CheckLimit(int? limit) => limit is < 1 or > Max ? LimitRule : null;

    internal static string? CheckAfter(string? after, out Cursor? cursor)
    {
        cursor = Cursor.TryDecode(after, out var read) ? read : null;
        return string.IsNullOrEmpty(after) || cursor is not null ? null : AfterRule;
    }
}

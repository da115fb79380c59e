using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>A page of a list.</summary>
/// <param name="Next">Pass it as <c>after</c> for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Where a page begins and how long it is.</summary>
public sealed record Paging(int Limit, Cursor? After)
{
    private const int Default = 50;
    private const int Max = 200;

    /// <summary>Reads the query's <c>limit</c> and <c>after</c>.</summary>
    public static bool TryRead(
        int? limit,
        string? after,
        [NotNullWhen(true)] out Paging? paging,
        [NotNullWhen(false)] out ProblemHttpResult? problem
    )
    {
        (paging, problem) = (null, null);
        if (limit is < 1 or > Max)
        {
            problem = Problems.Validation("limit", $"must be from 1 to {Max}");
            return false;
        }

        Cursor? cursor = null;
        if (!string.IsNullOrEmpty(after))
        {
            if (!Cursor.TryDecode(after, out var decoded))
            {
                problem = Problems.Validation("after", "must be the next of an earlier answer");
                return false;
            }

            cursor = decoded;
        }

        paging = new(limit ?? Default, cursor);
        return true;
    }

    /// <summary>Makes a page of one row more than asked for.</summary>
    public Page<TView> Cut<T, TView>(List<T> rows, Func<T, TView> view, Func<T, Cursor> position)
    {
        var more = rows.Count > Limit;
        var shown = more ? rows[..Limit] : rows;
        return new(shown.ConvertAll(r => view(r)), more ? position(shown[^1]).Encode() : null);
    }
}

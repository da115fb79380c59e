using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http;

namespace Pir.Reviews.Features;

/// <summary>Reads <c>limit</c> and <c>after</c>, and cuts what was read into a page.</summary>
internal readonly record struct Paging(int Limit, Cursor? After)
{
    private const int Default = 50;
    private const int Max = 200;

    /// <summary>Null where both are well-formed.</summary>
    public static ProblemHttpResult? TryRead(int? limit, string? after, out Paging paging)
    {
        paging = new(limit ?? Default, null);
        if (limit is < 1 or > Max)
        {
            return Problems.Validation("limit", $"must be between 1 and {Max}");
        }

        if (string.IsNullOrEmpty(after))
        {
            return null;
        }

        if (!Cursor.TryDecode(after, out var cursor))
        {
            return Problems.Validation("after", "must be the next of an earlier answer");
        }

        paging = paging with { After = cursor };
        return null;
    }

    /// <param name="read">One more than <see cref="Limit"/> where there is a next page.</param>
    public Page<T> Cut<T>(List<T> read, Func<T, Cursor> position)
    {
        if (read.Count <= Limit)
        {
            return new(read, null);
        }

        read.RemoveRange(Limit, read.Count - Limit);
        return new(read, position(read[^1]).Encode());
    }
}

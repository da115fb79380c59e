using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Features;

/// <summary>One page of a list.</summary>
/// <param name="Next">Pass as <c>after</c> for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Where in a list to go on, and how far.</summary>
internal readonly record struct PageRequest(int Limit, Cursor? After)
{
    private const int Default = 50;
    private const int Max = 200;

    public static ProblemHttpResult? TryRead(int? limit, string? after, out PageRequest page)
    {
        page = new(limit ?? Default, null);
        if (page.Limit is < 1 or > Max)
        {
            return Problems.Validation(
                "limit",
                string.Create(CultureInfo.InvariantCulture, $"must be between 1 and {Max}.")
            );
        }

        if (after is null)
        {
            return null;
        }

        if (!Cursor.TryDecode(after, out var cursor))
        {
            return Problems.Validation("after", "must be the next of an earlier page.");
        }

        page = new(page.Limit, cursor);
        return null;
    }
}

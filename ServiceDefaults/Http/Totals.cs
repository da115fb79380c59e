using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;

namespace Pir.ServiceDefaults.Http;

/// <summary>Counts what a list has on all its pages.</summary>
public static class Totals
{
    /// <summary>
    /// The page with the number of all rows. Counting reads more than the page does, so that a
    /// request has to ask for it.
    /// </summary>
    /// <param name="isWanted">The parameter <c>total</c> of the request.</param>
    /// <param name="rows">What is listed, filtered but not yet cut into pages.</param>
    public static async Task<Paged<TView>> WithTotalAsync<TView, TRow>(
        this Paged<TView> page,
        bool? isWanted,
        IQueryable<TRow> rows,
        CancellationToken token
    ) => isWanted is true ? page with { Total = await rows.CountAsync(token) } : page;
}

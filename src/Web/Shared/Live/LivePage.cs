using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Live;

/// <summary>
/// Where a page listens for changes, and since when. The stream begins with what happened after
/// the page was asked for, so that the page does not have to load itself again to be sure.
/// </summary>
internal sealed class LivePage(IHttpContextAccessor accessor, TimeProvider clock)
{
    // Clocks of two machines differ a little, and views that are built from events lag behind.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    // An event that a page already shows costs it nothing if it says which versions it shows.
    private static readonly TimeSpan LongMargin = TimeSpan.FromSeconds(10);

    /// <summary>Notes the time before the page reads anything.</summary>
    public static void Begin(HttpContext context, TimeProvider clock) =>
        context.Items[typeof(LivePage)] = clock.GetUtcNow();

    /// <summary>The attributes of the page's element.</summary>
    /// <param name="query">What to listen to; null for a page that stays as it is.</param>
    /// <param name="saysVersions">Whether it has a <c>data-aggregate</c> with its version.</param>
    public Dictionary<string, object> Of(string? query, bool saysVersions = false) =>
        query is null
            ? []
            : new()
            {
                ["data-live"] = "/live?" + query,
                ["data-live-since"] = (Asked - (saysVersions ? LongMargin : Margin)).ToString(
                    "yyyy-MM-ddTHH:mm:ss.fffZ",
                    CultureInfo.InvariantCulture
                ),
            };

    private DateTimeOffset Asked =>
        accessor.HttpContext?.Items[typeof(LivePage)] is DateTimeOffset asked
            ? asked
            : clock.GetUtcNow();
}

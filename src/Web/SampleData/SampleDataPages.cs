using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.SampleData;

/// <summary>
/// Loading and removing the sample data. Both take a while; the page shows the progress.
/// </summary>
internal static class SampleDataPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        var admins = pages.For(Scopes.Admin);
        admins.MapGet("/sample-data", ShowAsync);
        admins.MapPost(
            "/sample-data/load",
            (ISampleData samples, CancellationToken ct) => DoAsync(() => samples.LoadAsync(ct))
        );
        admins.MapPost(
            "/sample-data/remove",
            (ISampleData samples, CancellationToken ct) => DoAsync(() => samples.RemoveAsync(ct))
        );
        admins.MapGet("/sample-data/{verb}", () => new SeeOther("/sample-data"));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        ISampleData samples,
        CancellationToken ct
    )
    {
        var state = await samples.ReadAsync(ct);
        if (state.IsUnderWay)
        {
            http.Response.Headers["Refresh"] = "2"; // Works without scripts.
        }

        return Page.Show<SampleDataPage, SampleDataState>(state);
    }

    private static async Task<IResult> DoAsync(Func<Task> act)
    {
        await act();
        return new SeeOther("/sample-data");
    }
}

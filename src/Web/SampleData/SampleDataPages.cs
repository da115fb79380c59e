using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.SampleData;

/// <summary>Loading and removing the sample data; both take a while, and the page says how far they are.</summary>
internal static class SampleDataPages
{
    public static void MapSampleData(this RouteGroupBuilder pages)
    {
        pages.MapGet("/sample-data", ShowAsync);
        pages.MapPost(
            "/sample-data/load",
            (ISampleData samples, Viewer viewer, CancellationToken ct) =>
                DoAsync(viewer, () => samples.LoadAsync(ct))
        );
        pages.MapPost(
            "/sample-data/remove",
            (ISampleData samples, Viewer viewer, CancellationToken ct) =>
                DoAsync(viewer, () => samples.RemoveAsync(ct))
        );
        pages.MapGet("/sample-data/{verb}", () => new SeeOther("/sample-data"));
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http,
        ISampleData samples,
        Viewer viewer,
        CancellationToken ct
    )
    {
        if (!viewer.Can(Needs.Admin))
        {
            return Refused();
        }

        var state = await samples.ReadAsync(ct);
        if (state.IsUnderWay)
        {
            http.Response.Headers["Refresh"] = "2"; // Works without scripts.
        }

        return Page.Show<SampleDataPage, SampleDataState>(state);
    }

    private static async Task<IResult> DoAsync(Viewer viewer, Func<Task> act)
    {
        if (!viewer.Can(Needs.Admin))
        {
            return Refused();
        }

        await act();
        return new SeeOther("/sample-data");
    }

    private static IResult Refused() =>
        Page.Show<FailurePage, Failure>(Failure.OfStatus(403), status: 403);
}

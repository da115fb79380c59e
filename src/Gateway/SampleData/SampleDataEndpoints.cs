using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Gateway.Data;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;
using Pir.Web.SampleData;

namespace Pir.Gateway.SampleData;

/// <summary>The API of the sample data. The pages do the same.</summary>
internal static class SampleDataEndpoints
{
    public static void AddSampleData(this IServiceCollection services)
    {
        services.AddSingleton<SampleServices>();
        services.AddSingleton<SampleDataSignal>();
        services.AddScoped<SampleDataService>();
        services.AddScoped<ISampleData>(p => p.GetRequiredService<SampleDataService>());
        services.AddHostedService<SampleDataWorker>();
    }

    public static void MapSampleData(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/api/sample-data")
            .May(Permissions.FillWithFiction)
            .WithTags("Sample data");
        group
            .MapGet("", ReadAsync)
            .WithName("GetSampleData")
            .WithSummary("Get the state of the sample data and its progress");
        group
            .MapPost(
                "",
                async (ISampleData samples, CancellationToken token) =>
                {
                    await samples.LoadAsync(token);
                    return await AcceptedAsync(samples, token);
                }
            )
            .Audited(AuditActions.SampleDataLoad)
            .WithName("LoadSampleData")
            .WithSummary(
                "Load three months of a fictional company in the background, or resume loading"
            );
        group
            .MapDelete(
                "",
                async (ISampleData samples, CancellationToken token) =>
                {
                    await samples.RemoveAsync(token);
                    return await AcceptedAsync(samples, token);
                }
            )
            .Audited(AuditActions.SampleDataRemove)
            .WithName("RemoveSampleData")
            .WithSummary("Remove the sample data and everything added to it, in the background");
    }

    private static async Task<Ok<SampleDataState>> ReadAsync(
        ISampleData samples,
        CancellationToken token
    ) => TypedResults.Ok(await samples.ReadAsync(token));

    private static async Task<Accepted<SampleDataState>> AcceptedAsync(
        ISampleData samples,
        CancellationToken token
    ) => TypedResults.Accepted("/api/sample-data", await samples.ReadAsync(token));
}

using Pir.EndToEnd.Tests.Installations;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>The main job in both shapes.</summary>
[Collection(DistributedCollection.Name)]
public sealed class MainJobTests(SharedDistributed shared)
{
    [Fact]
    public async Task The_main_job_runs_on_Standalone()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        await MainJob.RunAsync(installation);
    }

    [Fact]
    public Task The_main_job_runs_on_the_AppHost() => MainJob.RunAsync(shared.Installation);
}

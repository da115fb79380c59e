using Pir.EndToEnd.Tests.Installations;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>The main job in both shapes.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task The_main_job_runs_on_Standalone()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        await MainJob.RunAsync(installation);
    }

    [Fact]
    public async Task The_main_job_runs_on_the_AppHost()
    {
        await using var installation = await DistributedInstallation.StartAsync();
        await MainJob.RunAsync(installation);
    }
}

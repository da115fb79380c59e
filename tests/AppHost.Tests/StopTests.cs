using Pir.AppHost.Tests.Support;
using Pir.Testing;
using Pir.Testing.Processes;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>
/// However a run ends, nothing of it is left after 20 seconds. All tests use one folder, so each
/// also starts with what the last one left there.
/// </summary>
[Collection(OneAtATime.Name)]
public sealed class StopTests(StopTests.OneFolder one) : IClassFixture<StopTests.OneFolder>
{
    [Fact]
    public async Task Control_C_ends_what_dotnet_run_has_started()
    {
        await using var appHost = AppHostProcess.StartByDotnetRun(one.Folder);
        await appHost.IsReadyAsync();

        appHost.PressControlC();

        await appHost.IsGoneAsync();
    }

    [Fact]
    public async Task A_killed_AppHost_leaves_nothing()
    {
        await using var appHost = AppHostProcess.Start(one.Folder);
        await appHost.IsReadyAsync();

        appHost.Signal(UnixSignal.Kill);

        await appHost.IsGoneAsync();
    }

    [Fact]
    public async Task A_killed_dotnet_run_leaves_nothing()
    {
        await using var appHost = AppHostProcess.StartByDotnetRun(one.Folder);
        await appHost.IsReadyAsync();

        appHost.Signal(UnixSignal.Kill);

        await appHost.IsGoneAsync();
    }

    public sealed class OneFolder : IDisposable
    {
        public TempFolder Folder { get; } = new("apphost-stop");

        public void Dispose() => Folder.Dispose();
    }
}

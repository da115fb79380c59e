using Pir.Testing.Containers;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

/// <summary>The tests' engine leaves nothing on the machine, however it ends.</summary>
public sealed class ContainerEngineTests
{
    [Fact]
    public async Task An_engine_that_is_stopped_takes_its_networks_away()
    {
        await using var engine = await StartAsync();
        var folder = FolderOf(engine);
        var bridges = new[]
        {
            await BridgeAsync(engine, "bridge"),
            await CreateNetworkAsync(engine, "made-by-a-test"),
        };
        bridges.ShouldAllBe(name => IsThere(name));

        await engine.Process!.StopAsync();

        bridges.ShouldAllBe(name => !IsThere(name));
        await NothingIsLeftAsync(folder);
    }

    [Fact]
    public async Task A_killed_engine_leaves_no_process_and_no_mount_and_the_next_takes_its_network_over()
    {
        await using var killed = await StartAsync();
        var bridge = await BridgeAsync(killed, "bridge");
        var network = await CreateNetworkAsync(killed, "left-behind");

        killed.Process!.SignalGroup(UnixSignal.Kill);
        await killed.Process.WaitForExitAsync();
        await NothingIsLeftAsync(FolderOf(killed));
        await using var next = await StartAsync();

        // Another run on this machine may have been quicker to take it over.
        if (await BridgeAsync(next, "bridge") == bridge)
        {
            IsThere(network).ShouldBeFalse();
        }
    }

    private static async Task<ContainerEngine> StartAsync()
    {
        Assert.SkipWhen(
            await ContainerEngine.SharedIfAnyAsync() is null,
            "no container engine can run on this machine"
        );
        return await ContainerEngine.StartNewAsync();
    }

    private static string FolderOf(ContainerEngine engine) =>
        Path.GetDirectoryName(new Uri(engine.Endpoint).AbsolutePath)!;

    private static async Task<string> BridgeAsync(ContainerEngine engine, string network)
    {
        const string name = """{{index .Options "com.docker.network.bridge.name"}}""";
        var found = await engine.DockerAsync("network", "inspect", network, "--format", name);
        return found.Output.Trim();
    }

    private static async Task<string> CreateNetworkAsync(ContainerEngine engine, string name)
    {
        var created = await engine.DockerAsync("network", "create", name);
        return "br-" + created.Output.Trim()[..12];
    }

    private static bool IsThere(string bridge) => Directory.Exists($"/sys/class/net/{bridge}");

    private static async Task NothingIsLeftAsync(string folder)
    {
        await Eventually.Until(
            () => !ProcessTable.WithCommandLine(folder).Any(),
            description: "no process of the engine runs"
        );
        (await File.ReadAllTextAsync("/proc/mounts")).ShouldNotContain(folder);
    }
}

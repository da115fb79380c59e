using System.Runtime.Versioning;
using Pir.EndToEnd.Tests.Installations;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// Only the product's own account can read incidents, drafts and keys on the machine.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nobody_else_may_read_what_the_product_keeps()
    {
        await using var installation = await StandaloneInstallation.StartAsync();

        var data = Path.Combine(installation.Folder, "data");
        All(data).ShouldAllBe(path => (File.GetUnixFileMode(path) & Others) == UnixFileMode.None);
        All(data).ShouldContain(path => path.EndsWith(".db-wal"));
        All(data).ShouldContain(path => path.Contains("/keys/"));
    }

    [Fact]
    public async Task What_an_earlier_version_left_open_is_closed_at_the_start()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        var data = Path.Combine(installation.Folder, "data");
        foreach (var path in All(data))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Others);
        }

        await installation.KillAndRecoverAsync("all");

        All(data).ShouldAllBe(path => (File.GetUnixFileMode(path) & Others) == UnixFileMode.None);
    }

    private static IEnumerable<string> All(string folder) =>
        [folder, .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)];
}

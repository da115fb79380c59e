using Microsoft.Extensions.Configuration;
using Pir.Platform.Persistence;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests.Persistence;

/// <summary>What happens to the data folder at start-up.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public void Probes_that_a_killed_process_left_behind_are_removed_and_nothing_else()
    {
        using var folder = new TempFolder();
        folder.Write(".probe-1-019ab2", "left behind");
        folder.Write("intake.db", "data");

        DataFolder.Prepare(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("Data:Directory", folder.Path)])
                .Build()
        );

        Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).ShouldBe(["intake.db"]);
    }
}

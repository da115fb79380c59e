using System.Reflection.PortableExecutable;
using System.Text.Json;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.Architecture.Tests;

/// <summary>A Release build of Standalone is built to start fast (ADR 24).</summary>
public sealed class FastStartRules
{
    private static readonly string Folder = Path.GetDirectoryName(
        Repository.ProgramOf("src/Standalone")
    )!;

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("MassTransit")]
    [InlineData("Pir.Platform")]
    [InlineData("Pir.IncidentIntake")]
    [InlineData("Pir.Web")]
    public void The_assemblies_of_a_start_hold_machine_code(string assembly)
    {
        Assert.SkipUnless(Repository.Configuration == "Release", "only Release builds hold it");
        using var file = File.OpenRead(Path.Combine(Folder, assembly + ".dll"));
        using var image = new PEReader(file);

        image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_runtime_is_set_for_a_start_in_little_memory()
    {
        using var file = File.OpenRead(Path.Combine(Folder, "Pir.Standalone.runtimeconfig.json"));
        var settings = JsonDocument
            .Parse(file)
            .RootElement.GetProperty("runtimeOptions")
            .GetProperty("configProperties");

        settings.GetProperty("System.GC.Concurrent").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.GC.Server").GetBoolean().ShouldBeFalse();
        settings.GetProperty("System.GC.Gen0MaxBudget").GetInt64().ShouldBe(16 * 1_048_576);
        settings.GetProperty("System.Runtime.TieredPGO").GetBoolean().ShouldBeFalse();
    }
}

using System.Text.Json.Nodes;
using Pir.AppHost.Tests.Support;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The description of a deployment, as written by Aspire's publisher.</summary>
[Collection(OneAtATime.Name)]
public sealed class ManifestTests
{
    [Fact]
    public async Task The_manifest_in_the_repository_is_the_output_of_the_AppHost()
    {
        var kept = await File.ReadAllTextAsync(Repository.PathOf("aspire-manifest.json"));

        (await PublishAsync()).ShouldBe(kept, "run ./build.sh docs");
    }

    [Fact]
    public async Task A_deployment_can_have_PostgreSQL()
    {
        var manifest = JsonNode.Parse(await PublishAsync("--Data:Provider=postgresql"))!;

        var resources = manifest["resources"]!;
        resources["sql"].ShouldBeNull();
        Text(resources["postgres"]!["image"]).ShouldStartWith("docker.io/library/postgres:");
        Text(resources["reviewdb"]!["connectionString"])
            .ShouldBe("{postgres.connectionString};Database=reviewdb");
        Text(resources["review"]!["env"]!["Data__Provider"]).ShouldBe("postgresql");
    }

    [Fact]
    public async Task A_deployment_cannot_have_SQLite()
    {
        var (ended, _) = await RunAsync("--Data:Provider=sqlite");

        ended.ExitCode.ShouldBe(1);
        ended.Errors.ShouldContain("a deployment postgresql and sqlserver");
    }

    private static async Task<string> PublishAsync(params string[] arguments)
    {
        var (ended, manifest) = await RunAsync(arguments);
        ended.ExitCode.ShouldBe(0, ended.Output + ended.Errors);
        return manifest!;
    }

    private static async Task<(ProcessResult Ended, string? Manifest)> RunAsync(
        params string[] arguments
    )
    {
        // Next to the one in the repository, because its paths are relative to its folder.
        var file = Repository.PathOf($"aspire-manifest.{Guid.CreateVersion7():N}.json");
        try
        {
            var ended = await ChildProcess.RunAsync(
                new ChildProcessStart(
                    "publish",
                    "dotnet",
                    [
                        Repository.ProgramOf("AppHost"),
                        .. (string[])["--operation", "publish", "--publisher", "manifest"],
                        .. (string[])["--output-path", file, .. arguments],
                    ]
                ),
                TimeSpan.FromSeconds(60)
            );
            return (ended, File.Exists(file) ? await File.ReadAllTextAsync(file) : null);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}

using System.Text.Json.Nodes;
using Aspire.Hosting;
using Pir.AppHost.Tests.Support;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The manifest is what Aspire would write.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task The_manifest_in_the_repository_is_the_output_of_the_AppHost()
    {
        var kept = Path.Combine(Repository(), "aspire-manifest.json");
        var written = await PublishProductAsync();

        written.ShouldBe(
            await File.ReadAllTextAsync(kept),
            "run: dotnet run --project AppHost -- --operation publish --publisher manifest --output-path aspire-manifest.json"
        );
    }

    [Fact]
    public async Task A_deployment_can_have_PostgreSQL()
    {
        var manifest = JsonNode.Parse(await PublishProductAsync("--Data:Provider=postgresql"))![
            "resources"
        ]!;

        manifest["sql"].ShouldBeNull();
        manifest["postgres"]!["image"]!
            .GetValue<string>()
            .ShouldStartWith("docker.io/library/postgres:");
        manifest["reviewdb"]!["connectionString"]!
            .GetValue<string>()
            .ShouldBe("{postgres.connectionString};Database=reviewdb");
        var environment = manifest["review"]!["env"]!;
        environment["Data__Provider"]!.GetValue<string>().ShouldBe("postgresql");
        environment["REVIEWDB_URI"]!
            .GetValue<string>()
            .ShouldBe(
                "postgresql://postgres:{postgres-password-uri-encoded.value}@{postgres.bindings.tcp.host}:{postgres.bindings.tcp.port}/reviewdb"
            );
    }

    [Fact]
    public async Task A_deployment_cannot_have_SQLite()
    {
        await using var host = AppHostProcess.Launch(
            AppHostProcess.ProductHost,
            null,
            ["--operation", "publish", "--Data:Provider=sqlite"]
        );

        (await host.ExitCodeAsync()).ShouldNotBe(0);
        host.Output().ShouldContain("a deployment postgresql and sqlserver");
    }

    [Fact]
    public async Task A_model_is_written_as_Aspire_13_5_writes_it()
    {
        using var folder = new TemporaryFolder();
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions
            {
                Args =
                [
                    "--operation",
                    "publish",
                    "--publisher",
                    "manifest",
                    "--output-path",
                    folder.Path,
                ],
                ProjectDirectory = folder.Path,
            }
        );
        var apiKey = builder.AddParameter("payment-api-key", secret: true);
        var flavour = builder.AddParameter("flavour", "vanilla");
        var messaging = builder.AddRabbitMQ("messaging");
        var cache = builder.AddRedis("cache");
        var orders = builder
            .AddSqlServer("sql")
            .WithDataVolume("orders-data")
            .AddDatabase("ordersdb");
        var service = builder
            .AddProject("orders", "Orders/Orders.csproj", launchProfileName: null)
            .WithHttpEndpoint()
            .WithReference(messaging)
            .WithReference(orders)
            .WithReference(cache)
            .WaitFor(messaging)
            .WithEnvironment("Payment__ApiKey", apiKey)
            .WithHttpHealthCheck("/health");
        builder
            .AddProject("storefront", "Storefront/Storefront.csproj", launchProfileName: null)
            .WithHttpEndpoint()
            .WithReference(service)
            .WithExternalHttpEndpoints()
            .WithEnvironment("FLAVOUR", flavour);
        await builder.Build().RunAsync();

        var written = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "aspire-manifest.json"))
        )!;
        var recorded = JsonNode.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "Manifests", "recorded.json")
            )
        )!;
        written.ToJsonString().ShouldBe(recorded.ToJsonString());
    }

    private static async Task<string> PublishProductAsync(params string[] arguments)
    {
        // Beside the one in the repository: the paths in it are relative to its folder.
        var file = Path.Combine(Repository(), $"aspire-manifest.{Guid.CreateVersion7():N}.json");
        try
        {
            await using var host = AppHostProcess.Launch(
                AppHostProcess.ProductHost,
                null,
                [
                    "--operation",
                    "publish",
                    "--publisher",
                    "manifest",
                    "--output-path",
                    file,
                    .. arguments,
                ]
            );
            (await host.ExitCodeAsync()).ShouldBe(0, host.Output());
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PirPlatform.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}

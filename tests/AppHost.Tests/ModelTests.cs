using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Pir.AppHost.Tests.Support;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The effect of the settings on the system, checked before it starts.</summary>
[Collection(OneAtATime.Name)]
public sealed class ModelTests : IDisposable
{
    private static readonly string[] Processes =
    [
        "migrations",
        "incident-intake",
        "timeline",
        "review",
        "action-tracking",
        "notification",
        "gateway",
    ];

    private readonly TempFolder _folder = new("apphost-model");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_an_engine_answers_servers_are_containers()
    {
        await using var model = await ModelAsync(
            $"--ASPIRE_CONTAINER_RUNTIME={Engine("true")}",
            "--Data:Provider=postgresql"
        );

        Names(model, r => r is ContainerResource).ShouldBe(["messaging", "cache", "postgres"]);
        Names(model, r => r is ProjectResource).ShouldBe(Processes, ignoreOrder: true);
    }

    [Fact]
    public async Task With_an_engine_SQL_Server_is_a_container_too()
    {
        await using var model = await ModelAsync(
            $"--ASPIRE_CONTAINER_RUNTIME={Engine("true")}",
            "--Data:Provider=sqlserver"
        );

        Names(model, r => r is ContainerResource).ShouldBe(["messaging", "cache", "sql"]);
    }

    [Fact]
    public async Task Where_no_engine_answers_servers_are_processes()
    {
        await using var model = await ModelAsync(
            $"--ASPIRE_CONTAINER_RUNTIME={Engine("false")}",
            "--Data:Provider=postgresql"
        );

        Names(model, r => r is ContainerResource).ShouldBeEmpty();
        Names(model, IsServerProcess)
            .ShouldBe(["messaging-epmd", "messaging", "cache", "postgres"]);
    }

    [Fact]
    public async Task Given_connection_strings_take_the_place_of_the_servers()
    {
        await using var model = await ModelAsync(
            $"--ASPIRE_CONTAINER_RUNTIME={Engine("true")}",
            "--ConnectionStrings:messaging=amqp://someone:secret@localhost:1/",
            "--ConnectionStrings:cache=localhost:1",
            "--Data:Provider=sqlserver",
            "--ConnectionStrings:sql=Server=localhost,1;User ID=sa;Password=secret"
        );

        Names(model, r => r is ContainerResource || IsServerProcess(r)).ShouldBeEmpty();
        var environment = await EnvironmentOf(model, "review");
        environment["ConnectionStrings__messaging"].ShouldBe("amqp://someone:secret@localhost:1/");
        environment["ConnectionStrings__cache"].ShouldBe("localhost:1");
        environment["ConnectionStrings__reviewdb"]
            .ShouldBe("Server=localhost,1;User ID=sa;Password=secret;Initial Catalog=reviewdb");
        environment["Data__Provider"].ShouldBe("sqlserver");
    }

    [Fact]
    public async Task Replicas_are_processes_of_each_service()
    {
        await using var model = await ModelAsync("--Local:Containers=false", "--Replicas=3");

        model
            .Resources.OfType<ProjectResource>()
            .Where(r => r.Name != "migrations")
            .ShouldAllBe(r => r.GetReplicaCount() == 3);
    }

    private Task<IDistributedApplicationTestingBuilder> ModelAsync(params string[] settings) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
            $"--Local:Directory={_folder}",
            .. settings,
        ]);

    /// <summary>A stand-in for docker that exits like the given command.</summary>
    private string Engine(string command)
    {
        var engine = _folder.Write($"engine-{command}", $"#!/bin/sh\nexec {command}\n");
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return engine;
    }

    // Aspire adds one to each project, which builds it again when the dashboard is asked to.
    private static bool IsServerProcess(IResource resource) =>
        resource is ExecutableResource
        && !resource.Name.EndsWith("-rebuilder", StringComparison.Ordinal);

    private static List<string> Names(
        IDistributedApplicationTestingBuilder model,
        Func<IResource, bool> which
    ) => [.. model.Resources.Where(which).Select(r => r.Name)];

    // Only connection strings: an address has no value before the start.
    private static async Task<IReadOnlyDictionary<string, string?>> EnvironmentOf(
        IDistributedApplicationTestingBuilder model,
        string name
    )
    {
        var project = model.Resources.OfType<ProjectResource>().Single(r => r.Name == name);
        var context = new EnvironmentCallbackContext(model.ExecutionContext, project);
        foreach (var annotation in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in context.EnvironmentVariables)
            if (value is string text)
                values[key] = text;
            else if (value is ConnectionStringReference reference)
                values[key] = await reference.Resource.GetValueAsync(CancellationToken.None);
        return values;
    }
}

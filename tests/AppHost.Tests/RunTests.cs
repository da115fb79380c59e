using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Pir.AppHost.Tests.Support;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The whole system, started once, and what happens when parts of it end.</summary>
[Collection(OneAtATime.Name)]
public sealed class RunTests(RunTests.Started started) : IClassFixture<RunTests.Started>
{
    private static readonly string[] Services =
    [
        "gateway",
        "incident-intake",
        "timeline",
        "review",
        "action-tracking",
        "notification",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private DistributedApplication Application => started.Application;

    [Theory]
    [InlineData("timeline")]
    [InlineData("cache")]
    [InlineData("messaging")]
    [InlineData("messaging-epmd")]
    public async Task What_is_killed_is_started_again_and_events_flow(string name)
    {
        var before = await PidOfAsync(name);

        Kill(before);

        await IsAsync(name, r => PidOf(r) is not 0 and var now && now != before);
        await Application
            .ResourceNotifications.WaitForResourceHealthyAsync(name)
            .WaitAsync(Patience);
        await EventsFlowAsync();
    }

    [Fact]
    public async Task Services_end_well_when_the_broker_has_left_and_what_was_stopped_stays_stopped()
    {
        await DoAsync("messaging", KnownResourceCommands.StopCommand);
        await IsAsync("messaging", IsEnded);

        await Task.WhenAll(Services.Select(s => DoAsync(s, KnownResourceCommands.StopCommand)));

        // The orchestrator has no exit code for processes that it was told to stop.
        var ended = await Task.WhenAll(Services.Select(s => IsAsync(s, IsEnded)));
        ended.ShouldAllBe(e => e.Snapshot.State!.Text == KnownResourceStates.Finished);
        await IsAsync("messaging", IsEnded);
        foreach (var name in (string[])["messaging", .. Services])
            await DoAsync(name, KnownResourceCommands.StartCommand);
        await EventsFlowAsync();
    }

    private static bool IsEnded(ResourceEvent resource) =>
        KnownResourceStates.TerminalStates.Contains(resource.Snapshot.State?.Text);

    private Task<ResourceEvent> IsAsync(string name, Func<ResourceEvent, bool> condition) =>
        Application.ResourceNotifications.WaitForResourceAsync(name, condition).WaitAsync(Patience);

    private async Task DoAsync(string name, string command)
    {
        var done = await Application.ResourceCommands.ExecuteCommandAsync(name, command);
        done.Success.ShouldBeTrue($"{command} {name}: {done.Message}");
    }

    private async Task<int> PidOfAsync(string name) =>
        PidOf(await IsAsync(name, r => PidOf(r) != 0));

    private static int PidOf(ResourceEvent resource) =>
        IsEnded(resource)
            ? 0
            : resource.Snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value
                as int?
                ?? 0;

    /// <summary>A new incident reaches its timeline through outbox and broker.</summary>
    private async Task EventsFlowAsync()
    {
        using var pir = Application.CreateHttpClient("gateway");
        pir.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            AppHostProcess.Token
        );
        var incident = "";
        await Eventually.Until(
            async () => (incident = await OpenAsync(pir)).Length > 0,
            Patience,
            "an incident can be opened"
        );
        await Eventually.Until(
            async () => await LinesAsync(pir, incident) > 0,
            Patience,
            "its timeline tells of it"
        );
    }

    private static async Task<int> LinesAsync(HttpClient pir, string incident)
    {
        var timeline = await pir.GetFromJsonAsync<JsonElement>(
            $"/api/incidents/{incident}/timeline"
        );
        return timeline.GetProperty("items").GetArrayLength();
    }

    private static async Task<string> OpenAsync(HttpClient pir)
    {
        using var answer = await pir.PostAsJsonAsync(
            "/api/incidents",
            new
            {
                title = "Checkout is down",
                severity = "sev2",
                service = "checkout",
            }
        );
        answer.EnsureSuccessStatusCode();
        var opened = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return opened.GetProperty("id").GetString()!;
    }

    private static void Kill(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        process.Kill();
    }

    public sealed class Started : IAsyncLifetime
    {
        private readonly TempFolder _folder = new("apphost-run");

        public DistributedApplication Application { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>([
                $"--Local:Directory={_folder}",
                "--Local:Containers=false",
                $"--Identity:BootstrapToken={AppHostProcess.Token}",
            ]);
            Application = await builder.BuildAsync();
            await Application.StartAsync();
            foreach (var service in Services)
                await Application
                    .ResourceNotifications.WaitForResourceHealthyAsync(service)
                    .WaitAsync(TimeSpan.FromMinutes(3));
        }

        public async ValueTask DisposeAsync()
        {
            await Application.DisposeAsync();
            _folder.Dispose();
        }
    }
}

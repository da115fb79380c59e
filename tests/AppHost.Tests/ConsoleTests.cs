using System.Net;
using Pir.AppHost.Tests.Support;
using Pir.Testing;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.AppHost.Tests;

/// <summary>The console output of a run, here on PostgreSQL.</summary>
[Collection(OneAtATime.Name)]
public sealed class ConsoleTests(ConsoleTests.Started started, ITestOutputHelper output)
    : IClassFixture<ConsoleTests.Started>
{
    private AppHostProcess AppHost => started.AppHost;

    [Fact]
    public void The_gateway_answers_within_45_seconds()
    {
        output.WriteLine(
            $"Answered after {started.Elapsed.TotalSeconds:0.0} s, "
                + $"{started.FairElapsed.TotalSeconds:0.0} s without the share of others."
        );
        started.FairElapsed.ShouldBeLessThan(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void One_line_says_what_the_servers_are() =>
        AppHost
            .Lines.Where(line => line.StartsWith("Servers: ", StringComparison.Ordinal))
            .ShouldBe([$"Servers: processes of this machine; data in {AppHost.Folder}"]);

    [Fact]
    public async Task The_console_shows_what_the_gateway_says_to_people()
    {
        var line = await AppHost.SaysAsync("PIR Platform: ");

        line.ShouldBe($"PIR Platform: {AppHost.Gateway.ToString().TrimEnd('/')}");
    }

    [Fact]
    public async Task The_dashboard_answers()
    {
        var line = await AppHost.SaysAsync("Login to the dashboard at ");
        using var http = new HttpClient();

        using var answer = await http.GetAsync(
            new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..])
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Passwords_do_not_stand_on_command_lines_or_in_files_for_all()
    {
        foreach (var server in (string[])["messaging", "cache", "postgres"])
        {
            var file = Path.Combine(AppHost.Folder, server, "password");
            var password = File.ReadAllText(file);

            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            string.Join('\n', AppHost.Processes().Values).ShouldNotContain(password);
            AppHost.Output.ShouldNotContain(password);
        }
    }

    [Fact]
    public void Nobody_else_can_read_what_the_servers_keep()
    {
        string[] kept = ["lock", "messaging", "cache", "postgres", "data"];
        // As root, PostgreSQL's user passes through the folder to its own. It cannot read it.
        var others = File.GetUnixFileMode(AppHost.Folder) & Others;
        (others & ~UnixFileMode.OtherExecute).ShouldBe(UnixFileMode.None, AppHost.Folder);

        var open = kept.Select(name => Path.Combine(AppHost.Folder, name))
            .SelectMany(Below)
            .Where(path => (ModeOf(path) & Others) != UnixFileMode.None);

        open.ShouldBeEmpty();
    }

    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static IEnumerable<string> Below(string path) =>
        Directory.Exists(path)
            ? [path, .. Directory.EnumerateFileSystemEntries(path, "*", Everything)]
            : [path];

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    // The servers may remove their files at any time.
    private static UnixFileMode ModeOf(string path)
    {
        try
        {
            return File.GetUnixFileMode(path);
        }
        catch (IOException)
        {
            return UnixFileMode.None;
        }
    }

    public sealed class Started : IAsyncLifetime
    {
        private readonly TempFolder _folder = new("apphost-console");

        public AppHostProcess AppHost { get; private set; } = null!;

        public TimeSpan Elapsed { get; private set; }

        /// <summary>Without the time that other programs used the processors.</summary>
        public TimeSpan FairElapsed { get; private set; }

        public async ValueTask InitializeAsync()
        {
            // PostgreSQL does not run as root, and its user has to get there.
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
            var clock = new FairShare();
            AppHost = AppHostProcess.Start(_folder, "--Data:Provider=postgresql");
            // Aspire's proxy accepts immediately and holds requests until the gateway is up.
            using var http = new HttpClient
            {
                BaseAddress = AppHost.Gateway,
                Timeout = TimeSpan.FromSeconds(5),
            };
            await Eventually.Until(
                async () =>
                    (await http.GetAsync(new Uri("/", UriKind.Relative))).IsSuccessStatusCode,
                TimeSpan.FromMinutes(3),
                "the gateway answers",
                () => AppHost.Output
            );
            Elapsed = clock.Elapsed;
            FairElapsed = clock.Of(AppHost.Processes().Keys);
            await AppHost.IsReadyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            AppHost.Signal(UnixSignal.Terminate);
            (await AppHost.ExitCodeAsync()).ShouldBe(0);
            await AppHost.DisposeAsync();
            _folder.Dispose();
        }
    }
}

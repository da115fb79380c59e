using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Pir.Testing;
using Pir.Testing.Backends;
using Pir.Testing.Processes;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>If the product cannot start, one line says why and what to change.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly TempFolder _folder = new("start-failure");

    private string Data => _folder.File("data");

    [Theory]
    [InlineData(
        "--Data:Provider=mysql",
        "Data:Provider has a value that cannot be read: mysql. Set sqlite, postgresql, sqlserver."
    )]
    [InlineData(
        "--Outbox:PublishTimeout=soon",
        "Outbox:PublishTimeout has a value that cannot be read: soon. Set a time as 00:00:30 for "
            + "half a minute, 1.00:00:00 for a day."
    )]
    [InlineData(
        "--Data:Provider=postgresql",
        "Set ConnectionStrings:gatewaydb: Data:Provider asks for a database server."
    )]
    [InlineData("--ConnectionStrings:intakedb=Sourc=x", "ConnectionStrings:intakedb cannot be")]
    [InlineData("--ConnectionStrings:cache=x,bogus=1", "ConnectionStrings:cache cannot be read.")]
    [InlineData("--urls=nonsense", "urls cannot be read: Invalid url: 'nonsense'.")]
    [InlineData("--urls=https://127.0.0.1:1", "urls asks for https, but no certificate is")]
    [InlineData("--urls=http://192.0.2.1:8080", "The address in --urls does not belong to")]
    [InlineData("--Gateway:TrustedProxies:0=x", "Gateway:TrustedProxies: x is neither an address")]
    [InlineData("--Gateway:PublicUrl=pir", "Gateway:PublicUrl must be the http:// or https://")]
    [InlineData("--Gateway:PathBase=pir", "Gateway:PathBase must begin with a slash")]
    public Task A_setting(string setting, string line) => ShouldSayAsync(line, setting);

    [Fact]
    public async Task The_settings_file()
    {
        _folder.Write("appsettings.json", """{ "Data": """);

        await ShouldSayAsync("Failed to load configuration from file");
    }

    [Fact]
    public async Task An_address_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await ShouldSayAsync(
            "Stop the process that listens there, or start with another address in --urls.",
            $"--urls=http://{other.LocalEndpoint}"
        );
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file()
    {
        _folder.Write("data", "");

        await ShouldSayAsync(
            $"The data folder {Data} is not a folder. Move away what is there, or set"
        );
    }

    [Fact]
    public async Task A_full_disk()
    {
        await using var disk = await SmallDisk.MountAsync();
        disk.Fill();

        await ShouldSayAsync(
            $"The data folder {disk.Path} is full. Free some space, or set",
            $"--Data:Directory={disk.Path}"
        );
    }

    [Fact]
    public async Task A_read_only_disk()
    {
        await using var disk = await SmallDisk.MountAsync();
        await disk.MakeReadOnlyAsync();

        await ShouldSayAsync(
            $"The data folder {disk.Path} is read-only. Make it writable, or set",
            $"--Data:Directory={disk.Path}"
        );
    }

    [Fact]
    public async Task A_folder_in_use()
    {
        Directory.CreateDirectory(Data);
        using var other = new FileStream(
            Path.Combine(Data, ".lock"),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );

        await ShouldSayAsync($"Another process uses the data folder {Data}. Stop it, or set");
    }

    [Fact]
    public async Task A_damaged_database()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "timeline.db"), new string('x', 8_192));

        await ShouldSayAsync("The timeline database is damaged");
    }

    [Theory]
    [InlineData(true, "is empty, but it has held data. Restore it from a backup.")]
    [InlineData(false, "is missing, but it has held data. Restore it from a backup.")]
    public async Task A_database_that_lost_its_data(bool isEmptied, string line)
    {
        await StartOnceAsync();
        var file = Path.Combine(Data, "timeline.db");
        File.Delete(file);
        if (isEmptied)
        {
            await File.WriteAllTextAsync(file, "");
        }

        await ShouldSayAsync($"The database {file} {line}");
        new FileInfo(file).Exists.ShouldBe(isEmptied);
    }

    [Theory]
    [InlineData(
        "20991231000000_Later",
        "The review database was written by a newer version of this program "
            + "(migration 20991231000000_Later)."
    )]
    [InlineData(
        "20261121025918_Initial",
        "The review database was written before the first release of this program "
            + "(migration 20261121025918_Initial) and cannot be upgraded."
    )]
    public async Task A_database_of_another_version(string migration, string line)
    {
        Directory.CreateDirectory(Data);
        await ExecuteAsync(
            "review",
            $"""
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT PRIMARY KEY, "ProductVersion" TEXT);
            INSERT INTO "__EFMigrationsHistory" VALUES ('{migration}', '10.0.0');
            """
        );

        await ShouldSayAsync(line);
    }

    [Fact]
    public async Task A_key_ring_that_cannot_be_read()
    {
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(Data, "keys", "key-1.xml"), "<key");

        await ShouldSayAsync($"The key ring in {Data}/keys cannot be read:");
    }

    [Fact]
    public Task A_database_server_that_is_not_there() =>
        ShouldSayAsync(
            "The gateway database is not responding: Failed to connect to 127.0.0.1:1",
            [
                "--Data:Provider=postgresql",
                .. new[]
                {
                    "gateway",
                    "intake",
                    "timeline",
                    "review",
                    "action",
                    "notification",
                }.Select(name => $"--ConnectionStrings:{name}db=Host=127.0.0.1;Port=1;Username=x"),
            ]
        );

    [Theory]
    [InlineData("src/Timelines")]
    [InlineData("src/Migrations/Runner")]
    public async Task A_broker_without_an_address(string program)
    {
        var ended = await RunAsync(program);

        ShouldBeOneLine(ended, "Set ConnectionStrings:messaging to the broker's address");
    }

    [Fact]
    public async Task A_broker_that_refuses()
    {
        await using var host = await RabbitMqServer.SharedVirtualHostAsync();
        var address = new UriBuilder(host.ConnectionString) { Password = "wrong" }.Uri;

        var ended = await RunAsync(
            "src/Migrations/Runner",
            $"--ConnectionStrings:messaging={address}"
        );

        ShouldBeOneLine(
            ended,
            $"The broker at amqp://127.0.0.1:{address.Port} rejects the user name or the password"
        );
    }

    public void Dispose() => _folder.Dispose();

    private async Task ShouldSayAsync(string line, params string[] settings) =>
        ShouldBeOneLine(await RunAsync("src/Standalone", settings), line);

    private static void ShouldBeOneLine(ProcessResult ended, string line)
    {
        ended.ExitCode.ShouldBe(1, ended.Errors + ended.Output);
        ended.Errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(line);
        ended.Output.ShouldNotContain("   at ");
    }

    private Task<ProcessResult> RunAsync(string program, params string[] settings) =>
        ChildProcess.RunAsync(
            new ChildProcessStart(
                program,
                "dotnet",
                [
                    Repository.ProgramOf(program),
                    $"--Data:Directory={Data}",
                    $"--urls=http://127.0.0.1:{FreePort.Next()}",
                    .. settings,
                ]
            )
            {
                WorkingDirectory = _folder.Path,
            },
            TimeSpan.FromSeconds(60)
        );

    private async Task StartOnceAsync()
    {
        await using var process = ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            null,
            $"--Data:Directory={Data}",
            "--urls=http://127.0.0.1:0"
        );
        await process.WaitForLineAsync("PIR Platform:");
        await process.StopAsync();
    }

    private async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(Data, database + ".db")};Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

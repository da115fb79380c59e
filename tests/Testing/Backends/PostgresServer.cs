using Npgsql;
using Pir.Testing.Processes;

namespace Pir.Testing.Backends;

/// <summary>A private PostgreSQL, on loopback, in a temporary folder.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>
    /// Variable with the connection string of a server to use instead of starting one. Its user may
    /// create databases.
    /// </summary>
    public const string Variable = "PIR_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(FindOrStartAsync);
    private static int databases;

    private readonly TempFolder? _folder;
    private readonly string _binaries = "";
    private ChildProcess? _process;

    private PostgresServer(string connectionString) => ConnectionString = connectionString;

    private PostgresServer(TempFolder folder, string binaries, int port)
        : this($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres")
    {
        (_folder, _binaries) = (folder, binaries);
    }

    /// <summary>
    /// Of the database <c>postgres</c>; tests make their own with
    /// <see cref="CreateDatabaseAsync"/>.
    /// </summary>
    public string ConnectionString { get; }

    /// <summary>
    /// The one server of this test process (or of the whole run, when one is given).
    /// </summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Starts a server of its own, for tests that stop it. Takes about 2 s.</summary>
    /// <exception cref="MissingBackendException">PostgreSQL is not installed.</exception>
    public static async Task<PostgresServer> StartNewAsync()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
            : [];
        var program = Binaries.Find(
            "postgres",
            "postgresql",
            [
                .. versions
                    .OrderByDescending(path => path, StringComparer.Ordinal)
                    .Select(path => Path.Combine(path, "bin")),
            ]
        );
        var server = new PostgresServer(
            new TempFolder("postgresql"),
            Path.GetDirectoryName(program)!,
            FreePort.Next()
        );
        await server.InitializeAsync();
        await server.StartAsync();
        return server;
    }

    /// <summary>A new, empty database for one user.</summary>
    /// <param name="name">
    /// A hint for people who look at the server; a unique ending is added.
    /// </param>
    public async Task<PostgresDatabase> CreateDatabaseAsync(string name = "test")
    {
        var unique = $"{name}_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"CREATE DATABASE \"{unique}\"");
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = unique,
        }.ConnectionString;
        return new PostgresDatabase(this, unique, connectionString);
    }

    /// <summary>Starts again on the same port with the data of before.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _process = Launch("postgres", UnixSignal.Quit, "-D", Data);
        await _process.WaitUntilAsync(
            async () =>
            {
                await ExecuteAsync("SELECT 1");
                return true;
            },
            TimeSpan.FromSeconds(60),
            "PostgreSQL takes connections"
        );
    }

    /// <summary>Stops the server at once, closing every connection; its data stay.</summary>
    public Task StopAsync() =>
        (
            _process
            ?? throw new InvalidOperationException(
                "A shared server is not stopped; use StartNewAsync."
            )
        ).StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _folder?.Dispose();
    }

    internal async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string Data => _folder!.File("data");

    private async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(
                ChildProcess.Start(
                    new ChildProcessStart("chown", "chown", "postgres:postgres", _folder!.Path)
                )
            );
        }
        var options = new[]
        {
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        };
        await RunAsync(Launch("initdb", UnixSignal.Terminate, ["--pgdata", Data, .. options]));

        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        // The machine does not lose power within a test: fsync only costs time. Killed processes
        // lose nothing without it.
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"""

            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 400
            fsync = off
            full_page_writes = off
            """
        );
    }

    // PostgreSQL refuses to run as root.
    private ChildProcess Launch(string name, UnixSignal stopSignal, params string[] arguments)
    {
        string[] command = [Path.Combine(_binaries, name), .. arguments];
        if (Environment.IsPrivilegedProcess)
        {
            command =
            [
                "setpriv",
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "--",
                .. command,
            ];
        }
        return ChildProcess.Start(
            new ChildProcessStart(name, command[0], command[1..])
            {
                StopSignal = stopSignal,
                WorkingDirectory = _folder!.Path,
            }
        );
    }

    private static async Task RunAsync(ChildProcess child)
    {
        await using (child)
        {
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{child.Name} ended with {child.ExitCode}: {child.Output}"
                );
            }
        }
    }

    private static async Task<PostgresServer> FindOrStartAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? new PostgresServer(given)
            : await StartNewAsync();
}

/// <summary>A database of one test. Removed on disposal, including open connections.</summary>
public sealed class PostgresDatabase(PostgresServer server, string name, string connectionString)
    : IAsyncDisposable
{
    public string Name => name;

    public string ConnectionString => connectionString;

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        await server.ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }
}

using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Running;

/// <summary>Runs a private PostgreSQL server on loopback with its data under the AppHost's directory.</summary>
internal sealed class PostgresPlanner(EngineSettings settings, Toolbox tools) : IPlanner
{
    /// <summary>PostgreSQL refuses to run as root; Debian's package creates this user.</summary>
    private const string Unprivileged = "postgres";

    public IReadOnlyList<Instance>? Plan(IResource resource)
    {
        if (resource is not PostgresServerResource server)
            return null;
        var advice =
            $"PostgreSQL is not installed: install it (apt-get install postgresql) or set ConnectionStrings__{server.Name} to Host=...;Username=...;Password=...";
        var postgres = tools.Require("postgres", advice);
        var initdb = tools.Require("initdb", advice);
        var isReady = tools.Require("pg_isready", advice);
        var psql = tools.Require("psql", advice);
        var port = server.PrimaryEndpoint.Port;
        return
        [
            new()
            {
                Name = server.Name,
                Resource = server,
                Kind = "postgresql",
                Url = $"postgresql://localhost:{port}",
                Probes = [new CommandProbe(isReady, "-q", "-h", "localhost", "-p", Text(port))],
                // Fast shutdown: the default waits until the last client has gone.
                StopSignal = Posix.Interrupt,
                PrepareAsync = cancellationToken =>
                    PrepareAsync(server, initdb, postgres, port, cancellationToken),
                CompleteStartAsync = cancellationToken =>
                    CreateDatabasesAsync(server, psql, port, cancellationToken),
            },
        ];
    }

    private async Task<ProcessLaunch> PrepareAsync(
        PostgresServerResource server,
        string initdb,
        string postgres,
        int port,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(settings.Directory, server.Name);
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(folder);
        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
            await InitializeAsync(server, initdb, folder, data, cancellationToken);
        string[] arguments =
        [
            "-D",
            data,
            "-p",
            Text(port),
            "-c",
            "listen_addresses=localhost",
            "-c",
            "unix_socket_directories=",
            "-c",
            "log_min_messages=warning",
        ];
        var (program, all) = AsUnprivileged(postgres, arguments);
        return new(program, all, folder, new Dictionary<string, string?>(StringComparer.Ordinal));
    }

    private static async Task InitializeAsync(
        PostgresServerResource server,
        string initdb,
        string folder,
        string data,
        CancellationToken cancellationToken
    )
    {
        // Left over from an initialization that was interrupted.
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        var passwordFile = Path.Combine(folder, "password");
        PrivateFile.Replace(
            passwordFile,
            await server.PasswordParameter.GetValueAsync(cancellationToken) ?? ""
        );
        if (Environment.IsPrivilegedProcess)
            await RunAsync(
                "chown",
                [$"{Unprivileged}:", folder, passwordFile],
                null,
                cancellationToken
            );
        var user = await server.UserNameReference.GetValueAsync(cancellationToken);
        string[] arguments =
        [
            "-D",
            data,
            "-U",
            user!,
            $"--pwfile={passwordFile}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ];
        var (program, all) = AsUnprivileged(initdb, arguments);
        await RunAsync(program, all, null, cancellationToken);
        File.Delete(passwordFile);
    }

    private static async Task CreateDatabasesAsync(
        PostgresServerResource server,
        string psql,
        int port,
        CancellationToken cancellationToken
    )
    {
        var user = await server.UserNameReference.GetValueAsync(cancellationToken);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken);
        foreach (var database in server.Databases.Values)
        {
            var quoted = database.Replace("\"", "\"\"", StringComparison.Ordinal);
            var literal = database.Replace("'", "''", StringComparison.Ordinal);
            // \gexec runs what the query returns: CREATE DATABASE has no "if not exists".
            var script =
                $"SELECT 'CREATE DATABASE \"{quoted}\"' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{literal}') \\gexec\n";
            await RunAsync(
                psql,
                [
                    "-X",
                    "-q",
                    "-w",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-h",
                    "localhost",
                    "-p",
                    Text(port),
                    "-U",
                    user!,
                    "-d",
                    "postgres",
                ],
                password,
                cancellationToken,
                script
            );
        }
    }

    private static (string Program, IReadOnlyList<string> Arguments) AsUnprivileged(
        string program,
        IReadOnlyList<string> arguments
    ) =>
        Environment.IsPrivilegedProcess
            ? (
                "setpriv",
                [
                    $"--reuid={Unprivileged}",
                    $"--regid={Unprivileged}",
                    "--init-groups",
                    program,
                    .. arguments,
                ]
            )
            : (program, arguments);

    private static async Task RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string? password,
        CancellationToken cancellationToken,
        string? input = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            UseShellExecute = false,
        };
        if (password is not null)
            start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new DistributedApplicationException(
                $"{Path.GetFileName(program)} failed: {(errors + await output).Trim()}"
            );
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

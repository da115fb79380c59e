using System.Diagnostics;
using Npgsql;

namespace Pir.AppHost.Local;

internal sealed partial class LocalServers
{
    /// <summary>PostgreSQL refuses to run as root; Debian's package creates this user.</summary>
    private const string Unprivileged = "postgres";

    public DatabaseServer PostgreSql(string name, IEnumerable<string> databases)
    {
        var program = _tools.Require("postgres", "PostgreSQL", "postgresql", name);
        var (folder, password) = Home(name);
        if (System.Environment.IsPrivilegedProcess)
            PrivateFolder.LetPass(_directory);
        var data = Path.Combine(folder, "data");
        var port = FreePort();
        var server = Add(
                name,
                folder,
                port,
                [
                    .. AsUnprivileged(),
                    program,
                    .. (string[])["-D", data, "-p", $"{port}"],
                    .. (string[])["-c", "listen_addresses=localhost"],
                    .. (string[])["-c", "unix_socket_directories="],
                    .. (string[])["-c", "log_min_messages=warning"],
                ],
                address =>
                    ReferenceExpression.Create(
                        $"{Host(address)};Username=postgres;Password={password.Resource}"
                    )
            )
            .OnBeforeResourceStarted(
                async (_, _, cancellationToken) =>
                {
                    if (!File.Exists(Path.Combine(data, "PG_VERSION")))
                        await InitializeAsync(program, folder, data, cancellationToken);
                }
            )
            .OnResourceReady(
                (resource, _, cancellationToken) =>
                    CreateAsync(resource, databases, cancellationToken)
            );
        WithCheck(
            server,
            async (connectionString, cancellationToken) =>
            {
                await using var source = NpgsqlDataSource.Create(connectionString);
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
            }
        );
        return DatabaseServer.On(server, "Database", databases);
    }

    private static ReferenceExpression Host(EndpointReference address) =>
        ReferenceExpression.Create(
            $"Host={address.Property(EndpointProperty.Host)};Port={Port(address)}"
        );

    private static EndpointReferenceExpression Port(EndpointReference address) =>
        address.Property(EndpointProperty.Port);

    private static async Task InitializeAsync(
        string postgres,
        string folder,
        string data,
        CancellationToken cancellationToken
    )
    {
        // Left behind by an interrupted initialization.
        if (Directory.Exists(data))
            Directory.Delete(data, recursive: true);
        var passwordFile = Path.Combine(folder, "first-password");
        PrivateFile.Write(passwordFile, PrivateFile.Secret(Path.Combine(folder, "password")));
        if (System.Environment.IsPrivilegedProcess)
            await RunAsync(["chown", $"{Unprivileged}:", folder, passwordFile], cancellationToken);
        await RunAsync(
            [
                .. AsUnprivileged(),
                Path.Combine(Path.GetDirectoryName(postgres)!, "initdb"),
                .. (string[])["-D", data, "-U", "postgres", $"--pwfile={passwordFile}"],
                .. (string[])["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"],
            ],
            cancellationToken
        );
        File.Delete(passwordFile);
    }

    private static async Task CreateAsync(
        LocalServerResource server,
        IEnumerable<string> databases,
        CancellationToken cancellationToken
    )
    {
        var connectionString = await server.ConnectionStringExpression.GetValueAsync(
            cancellationToken
        );
        await using var source = NpgsqlDataSource.Create(connectionString!);
        foreach (var database in databases)
        {
            await using var exists = source.CreateCommand(
                "SELECT 1 FROM pg_database WHERE datname = $1"
            );
            exists.Parameters.Add(new() { Value = database });
            if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
                continue;
            await using var create = source.CreateCommand($"CREATE DATABASE \"{database}\"");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string[] AsUnprivileged() =>
        System.Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Unprivileged}", $"--regid={Unprivileged}", "--init-groups"]
            : [];

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new DistributedApplicationException($"{command[0]} failed: {errors.Trim()}");
    }
}

namespace Aspire.Hosting.Running;

/// <summary>Runs a private Redis server on loopback with its data under the AppHost's directory.</summary>
internal sealed class RedisPlanner(EngineSettings settings, Toolbox tools) : IPlanner
{
    public IReadOnlyList<Instance>? Plan(IResource resource)
    {
        if (resource is not RedisResource redis)
            return null;
        var server = tools.Require(
            "redis-server",
            $"Redis is not installed: install it (apt-get install redis-server) or set ConnectionStrings__{redis.Name} to a server's host:port."
        );
        var port = redis.PrimaryEndpoint.Port;
        return
        [
            new()
            {
                Name = redis.Name,
                Resource = redis,
                Kind = "redis",
                Url = $"redis://localhost:{port}",
                Probes = [TalkProbe.Redis(port, redis.PasswordParameter!.Value)],
                PrepareAsync = _ =>
                    Task.FromResult(Prepare(redis, server, port, redis.PasswordParameter!.Value)),
            },
        ];
    }

    private ProcessLaunch Prepare(RedisResource redis, string server, int port, string password)
    {
        var folder = Path.Combine(settings.Directory, redis.Name);
        var configuration = Path.Combine(folder, "redis.conf");
        // A file, because a password on the command line can be read by everybody on the machine.
        PrivateFile.Replace(
            configuration,
            $"""
            bind 127.0.0.1 -::1
            port {port}
            requirepass {password}
            dir "{folder}"
            appendonly yes
            save ""
            loglevel warning
            # Setting the title overwrites the environment, and with it the mark of the run.
            set-proc-title no

            """
        );
        return new(
            server,
            [configuration],
            folder,
            new Dictionary<string, string?>(StringComparer.Ordinal)
        );
    }
}

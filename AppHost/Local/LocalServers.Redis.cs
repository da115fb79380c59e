using StackExchange.Redis;

namespace Pir.AppHost.Local;

internal sealed partial class LocalServers
{
    public IResourceBuilder<IResourceWithConnectionString> Redis(string name)
    {
        var program = _tools.Require("redis-server", "Redis", "redis-server", name);
        var (folder, password) = Home(name);
        var port = FreePort();
        var server = Add(
                name,
                folder,
                port,
                [program, "redis.conf"],
                address =>
                    ReferenceExpression.Create(
                        $"{HostAndPort(address)},password={password.Resource}"
                    )
            )
            .OnBeforeResourceStarted(
                async (_, _, cancellationToken) =>
                    // The password is in a file because everybody on the machine can read a command
                    // line.
                    PrivateFile.Write(
                        Path.Combine(folder, "redis.conf"),
                        $"""
                        bind 127.0.0.1
                        port {port}
                        requirepass {await password.Resource.GetValueAsync(cancellationToken)}
                        dir "{folder}"
                        appendonly yes
                        save ""
                        loglevel warning

                        """
                    )
            );
        return WithCheck(
            server,
            async (connectionString, _) =>
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(
                    connectionString
                );
                await connection.GetDatabase().PingAsync();
            }
        );
    }
}

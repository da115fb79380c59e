namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    /// <summary>Adds a Redis server.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? password = null
    )
    {
        // No special characters: a comma would end the password in the client's connection string.
        var secret =
            password?.Resource
            ?? ParameterResourceBuilderExtensions.GeneratedPassword(
                builder,
                $"{name}-password",
                special: false
            );
        var redis = new RedisResource(name, secret);
        return builder
            .AddResource(redis)
            .WithEndpoint(port: port, targetPort: 6379, name: "tcp", scheme: "redis")
            .WithAnnotation(
                new ContainerImageAnnotation
                {
                    Registry = "docker.io",
                    Image = "library/redis",
                    Tag = "8.6",
                }
            )
            .WithEnvironment(context => context.EnvironmentVariables["REDIS_PASSWORD"] = secret)
            .WithAnnotation(
                new CommandLineArgsCallbackAnnotation(args => ContainerArguments(redis, args))
            );
    }

    /// <summary>Keeps the data in a named volume, saved every minute in which something changed. A local run always keeps it.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder,
        string? name = null,
        bool isReadOnly = false
    ) => builder.WithVolume(name, "/data", isReadOnly);

    private static void ContainerArguments(RedisResource redis, IList<object> arguments)
    {
        // The shell expands the variable, so that the password does not stand in the process list.
        var command = "redis-server --requirepass $REDIS_PASSWORD";
        var saved = redis.Annotations.OfType<ContainerVolumeAnnotation>().Any(v => !v.IsReadOnly);
        arguments.Add("-c");
        arguments.Add(saved ? command + " --save 60 1" : command);
    }
}

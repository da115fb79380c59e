namespace Aspire.Hosting;

public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds a RabbitMQ broker.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null
    )
    {
        // No special characters: the password stands in a URI.
        var secret =
            password?.Resource
            ?? ParameterResourceBuilderExtensions.GeneratedPassword(
                builder,
                $"{name}-password",
                special: false
            );
        return builder
            .AddResource(new RabbitMQServerResource(name, userName?.Resource, secret))
            .WithAnnotation(
                new ContainerImageAnnotation
                {
                    Registry = "docker.io",
                    Image = "library/rabbitmq",
                    Tag = "4.3",
                }
            )
            .WithEndpoint(port: port, targetPort: 5672, name: "tcp")
            .WithEnvironment(context =>
            {
                var broker = (RabbitMQServerResource)context.Resource;
                context.EnvironmentVariables["RABBITMQ_DEFAULT_USER"] = broker.UserNameReference;
                context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = broker.PasswordParameter;
            });
    }

    /// <summary>Keeps the queues in a named volume. A local run always keeps them.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder,
        string? name = null,
        bool isReadOnly = false
    ) => builder.WithVolume(name, "/var/lib/rabbitmq", isReadOnly);
}

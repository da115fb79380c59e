using Microsoft.Extensions.Configuration;
using Pir.Platform.Hosting;

namespace Pir.Platform.Messaging;

/// <summary>Where RabbitMQ is: <c>ConnectionStrings:messaging</c>.</summary>
public static class BrokerAddress
{
    /// <exception cref="CannotStartException">
    /// It is not set, or it is not the address of a broker.
    /// </exception>
    public static Uri From(IConfiguration configuration) =>
        Uri.TryCreate(
            configuration.GetConnectionString("messaging"),
            UriKind.Absolute,
            out var address
        ) && address.Scheme is "amqp" or "amqps" or "rabbitmq" or "rabbitmqs"
            ? address
            : throw new CannotStartException(
                "Set ConnectionStrings:messaging to the broker's address, for "
                    + "example amqp://user:password@localhost:5672."
            );

    /// <summary>The address without the password, for logs.</summary>
    public static string WithoutSecrets(this Uri address) =>
        $"{address.Scheme}://{address.Host}{(address.IsDefaultPort ? "" : $":{address.Port}")}";
}

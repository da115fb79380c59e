using MassTransit;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Pir.Migrations.Runner;

/// <summary>Declares exchanges and queues, and waits for a broker that is still starting.</summary>
internal sealed partial class Topology(IServiceProvider services)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TimeProvider _clock = services.GetRequiredService<TimeProvider>();

    /// <exception cref="CannotStartException">
    /// The broker does not respond or refuses the sign-in.
    /// </exception>
    public async Task DeployAsync(CancellationToken token)
    {
        var address = BrokerAddress.From(services.GetRequiredService<IConfiguration>());
        var logger = services.GetRequiredService<ILogger<Topology>>();
        var began = _clock.GetUtcNow();
        // The bus itself would retry forever.
        while (!await AnswersAsync(address, token))
        {
            if (_clock.GetUtcNow() - began > Patience)
            {
                throw new CannotStartException(
                    $"The broker at {address.WithoutSecrets()} is not responding. Start it, or "
                        + "set ConnectionStrings:messaging."
                );
            }

            Log.Waiting(logger, address.WithoutSecrets());
            await Task.Delay(Pause, _clock, token);
        }

        await services.GetRequiredService<IBusControl>().DeployAsync(token);
    }

    private static async Task<bool> AnswersAsync(Uri address, CancellationToken token)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = address };
            await using var connection = await factory.CreateConnectionAsync(token);
            return true;
        }
        catch (BrokerUnreachableException exception) when (IsRefusal(exception))
        {
            throw new CannotStartException(
                $"The broker at {address.WithoutSecrets()} rejects the user name or the password "
                    + "in ConnectionStrings:messaging.",
                exception
            );
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private static bool IsRefusal(Exception exception) =>
        exception is AuthenticationFailureException
        || (exception.InnerException is { } inner && IsRefusal(inner));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Waiting for the broker at {Address}")]
        public static partial void Waiting(ILogger logger, string address);
    }
}

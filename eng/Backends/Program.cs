// Starts a container engine, one RabbitMQ and one PostgreSQL for a whole test run, prints the
// variables under which the tests find them (NAME=value lines, then "ready"), and stops them at the
// end of its standard input or on SIGTERM.
using System.Runtime.InteropServices;
using Pir.Testing.Backends;
using Pir.Testing.Containers;

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

var startingPostgres = PostgresServer.StartNewAsync();
await using var engine = await ContainerEngine.SharedIfAnyAsync();
await using var rabbit = await RabbitMqServer.StartNewAsync();
await using var postgres = await startingPostgres;

Console.WriteLine(
    engine is null
        ? $"{ContainerEngine.AbsenceVariable}={ContainerEngine.Absence}"
        : $"{ContainerEngine.EndpointVariable}={engine.Endpoint}"
);
Console.WriteLine($"{RabbitMqServer.AmqpVariable}={rabbit.Amqp}");
Console.WriteLine($"{RabbitMqServer.ManagementVariable}={rabbit.ManagementAddress}");
Console.WriteLine($"{PostgresServer.Variable}={postgres.ConnectionString}");
Console.WriteLine("ready");

var input = Task.Run(() => Console.In.ReadToEndAsync(stop.Token));
await Task.WhenAny(input, Task.Delay(Timeout.Infinite, stop.Token));

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

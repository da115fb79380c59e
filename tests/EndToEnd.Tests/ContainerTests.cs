using Pir.EndToEnd.Tests.Installations;
using Pir.Testing.Containers;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The AppHost with Aspire's own container resources for RabbitMQ, Redis and PostgreSQL.
/// </summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task The_main_job_runs_with_the_servers_in_containers()
    {
        var engine = await ContainerEngine.SharedIfAnyAsync();
        Assert.SkipWhen(engine is null, "no container engine can run on this machine");
        // Aspire's orchestrator finds the engine by it. Installations beside this one use processes
        // by their setting.
        Environment.SetEnvironmentVariable("DOCKER_HOST", engine.Endpoint);
        try
        {
            await using var installation = await DistributedInstallation.StartAsync(
                null,
                "--Local:Containers=true",
                "--Data:Provider=postgresql",
                $"--Local:Images:RabbitMQ={engine.ImageOf("rabbitmq")}",
                $"--Local:Images:Redis={engine.ImageOf("redis")}",
                $"--Local:Images:PostgreSql={engine.ImageOf("postgres")}"
            );

            await MainJob.RunAsync(installation);

            var running = await engine.DockerAsync("ps", "--format", "{{.Names}} {{.Image}}");
            foreach (
                var (name, image) in ((string, string)[])
                    [("messaging", "rabbitmq"), ("cache", "redis"), ("postgres", "postgres")]
            )
            {
                running
                    .Output.Split('\n')
                    .ShouldContain(line =>
                        line.StartsWith(name, StringComparison.Ordinal)
                        && line.EndsWith(engine.ImageOf(image), StringComparison.Ordinal)
                    );
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOCKER_HOST", null);
        }
    }
}

using Aspire.Hosting.Publishing;
using Aspire.Hosting.Running;

namespace Aspire.Hosting;

/// <summary>The built application: run it, or write its manifest.</summary>
public sealed class DistributedApplication
{
    private readonly DistributedApplicationBuilder _builder;

    internal DistributedApplication(DistributedApplicationBuilder builder) => _builder = builder;

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(
        DistributedApplicationOptions options
    ) => new DistributedApplicationBuilder(options);

    /// <summary>Runs until Ctrl-C or SIGTERM, or writes the manifest. The process's exit code is 1 if that failed.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (_builder.ExecutionContext.IsPublishMode)
                await PublishAsync(cancellationToken);
            else
                await new RunSession(_builder, TimeProvider.System).RunAsync(cancellationToken);
        }
        catch (DistributedApplicationException failure)
        {
            await Console.Error.WriteLineAsync($"apphost: {failure.Message}");
            Environment.ExitCode = 1;
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        var publisher = _builder.Configuration["publisher"] ?? "manifest";
        if (publisher != "manifest")
            throw new DistributedApplicationException(
                $"The embedded engine publishes a manifest only, not '{publisher}'."
            );
        var output =
            _builder.Configuration["output-path"]
            ?? throw new DistributedApplicationException(
                "Give the manifest's file or folder with --output-path."
            );
        var file = output.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? output
            : Path.Combine(output, "aspire-manifest.json");
        await ManifestFile.WriteAsync(Path.GetFullPath(file), _builder, cancellationToken);
    }
}

using System.Reflection;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>
/// Reads the configuration an ordinary host reads (appsettings, environment, command line) and decides by
/// <c>--operation publish</c> or <c>--publisher</c> between running and publishing, as Aspire does.
/// </summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = options;
        var assembly = options.AssemblyName is { } name
            ? Assembly.Load(name)
            : Assembly.GetEntryAssembly();
        AppHostDirectory =
            options.ProjectDirectory
            ?? ProjectDirectory(assembly)
            ?? Directory.GetCurrentDirectory();
        _host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                Args = options.Args,
                ContentRootPath = AppHostDirectory,
                ApplicationName = assembly?.GetName().Name,
            }
        );
        ExecutionContext = new(
            IsPublish()
                ? DistributedApplicationOperation.Publish
                : DistributedApplicationOperation.Run
        );
        Settings = EngineSettings.From(Configuration, AppHostDirectory, options.DisableDashboard);
        Secrets = new GeneratedSecrets(Settings.SecretsFile);
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => _host.Environment;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResourceCollection Resources { get; } = new ResourceCollection();

    internal EngineSettings Settings { get; }

    /// <summary>Generated passwords, kept between runs because the servers' data keeps them too.</summary>
    internal GeneratedSecrets Secrets { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => new(this);

    private bool IsPublish() =>
        string.Equals(Configuration["operation"], "publish", StringComparison.OrdinalIgnoreCase)
        || Configuration["publisher"] is not null;

    private static string? ProjectDirectory(Assembly? assembly) =>
        assembly
            ?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "apphostprojectpath")
            ?.Value;

    private sealed class ResourceBuilder<T>(IDistributedApplicationBuilder application, T resource)
        : IResourceBuilder<T>
        where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder => application;

        public T Resource => resource;

        public IResourceBuilder<T> WithAnnotation<TAnnotation>(
            TAnnotation annotation,
            ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append
        )
            where TAnnotation : IResourceAnnotation
        {
            if (behavior == ResourceAnnotationMutationBehavior.Replace)
            {
                foreach (var old in resource.Annotations.OfType<TAnnotation>().ToList())
                    resource.Annotations.Remove(old);
            }
            resource.Annotations.Add(annotation);
            return this;
        }
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Health;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Reading;
using Pir.ServiceDefaults.Importing;

namespace Pir.ServiceDefaults;

/// <summary>Set-up that every process of the product shares.</summary>
public static class PirHost
{
    /// <summary>
    /// Hosts one service: it accepts only tickets, uses RabbitMQ and has its own endpoints.
    /// </summary>
    public static Task<int> RunServiceAsync(string[] args, IPirModule module) =>
        PirProgram.RunAsync(() => HostServiceAsync(args, module));

    private static async Task HostServiceAsync(string[] args, IPirModule module)
    {
        var builder = CreateBuilder(args, module.Name);
        builder.AddPirTickets();
        builder.Services.Configure<AuthenticationOptions>(o => o.DefaultScheme = Tickets.Scheme);
        var consumers = builder.AddModules(module);
        builder.AddPirRabbitMq(consumers);
        var app = builder.Build();
        app.UsePirDefaults();
        app.MapModules(module);
        await app.Services.GetRequiredService<Migrator>().CheckAllAsync();
        await app.ServeAsync();
    }

    /// <summary>
    /// Creates a builder with the shared defaults: JSON, problems, health, telemetry, limits.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, string name)
    {
        // Configuration is read once. A file watcher would watch the data folder below it too and
        // fire on every write to a database.
        var builder = WebApplication.CreateBuilder([
            "--hostBuilder:reloadConfigOnChange=false",
            .. args,
        ]);
        DataFolder.Prepare(builder.Configuration);
        builder.AddPirDefaults(name);
        return builder;
    }

    /// <summary>
    /// Listens here unless the configuration sets an address in one of the framework's ways.
    /// </summary>
    public static void UseAddressUnlessConfigured(
        this WebApplicationBuilder builder,
        string address
    )
    {
        var configuration = builder.Configuration;
        var isConfigured =
            !string.IsNullOrEmpty(configuration["urls"])
            || !string.IsNullOrEmpty(configuration["http_ports"])
            || !string.IsNullOrEmpty(configuration["https_ports"])
            || configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!isConfigured)
        {
            builder.WebHost.UseUrls(address);
        }
    }

    /// <summary>Adds the defaults to an existing builder, e.g. of a test.</summary>
    public static void AddPirDefaults(this WebApplicationBuilder builder, string name)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 10 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // Requests and SQL statements belong in traces. The log is for what a person should read.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // With a level of its own, it would create an activity per request even without tracing.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        StartLog.SayOnce(builder);
        builder.AddPirTelemetry(name);
        builder.Services.AddPirProblems();
        builder.Services.AddPirHealth();
        builder.Services.AddHttpContextAccessor();
        builder.Services.ConfigureHttpJsonOptions(o => RequestJson.Apply(o.SerializerOptions));
    }

    /// <summary>Registers modules and collects their consumers, which the host connects.</summary>
    public static ConsumerRegistration AddModules(
        this WebApplicationBuilder builder,
        params ReadOnlySpan<IPirModule> modules
    )
    {
        var consumers = new ConsumerRegistration(builder.Services);
        foreach (var module in modules)
        {
            var name = module.Name;
            builder.Services.AddOpenApi(name, o => ApiDocument.Configure(o, name));
            module.Add(builder);
            module.AddConsumers(consumers);
        }

        return consumers;
    }

    /// <summary>Adds error handling, sign-in and health in the required order.</summary>
    public static void UsePirDefaults(this WebApplication app)
    {
        app.Services.VerifyKeyRing();
        app.UseExceptionHandler();
        app.UseStatusCodePages(WriteEmptyRefusal);
        app.UseMiddleware<ReadableRequests>();
        app.UseAuthentication();
        app.UseAuthorization();
        if (app.Services.GetService<IAntiforgery>() is not null)
        {
            app.UseAntiforgery(); // This process has pages.
        }

        app.MapPirHealth();
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization();
    }

    /// <summary>Maps each module's endpoints and operator endpoints.</summary>
    public static void MapModules(this WebApplication app, params ReadOnlySpan<IPirModule> modules)
    {
        foreach (var module in modules)
        {
            module.Map(app);
            app.MapPirOperations(module.Name);
        }
    }

    /// <summary>
    /// The group of a service's API endpoints: documented under its name, and callers must be
    /// signed in.
    /// </summary>
    public static RouteGroupBuilder MapPirApi(
        this IEndpointRouteBuilder routes,
        string service,
        string prefix = ""
    ) =>
        routes
            .MapGroup(prefix)
            .WithGroupName(service)
            .RequireAuthorization()
            .AddEndpointFilter(QueryParameters.FilterAsync)
            .AddEndpointFilter(UnboundParameters.FilterAsync)
            .AddEndpointFilter(ImportedRequests.FilterAsync)
            .AddEndpointFilter(ExpectedVersion.FilterAsync)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(403);

    private static Task WriteEmptyRefusal(StatusCodeContext context) =>
        ApiProblemWriter.IsConcerned(context.HttpContext.Request.Path)
            ? context
                .HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
                .WriteAsync(new() { HttpContext = context.HttpContext })
                .AsTask()
            : Task.CompletedTask;
}

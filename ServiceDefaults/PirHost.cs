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
using Pir.ServiceDefaults.Samples;

namespace Pir.ServiceDefaults;

/// <summary>What every process of the product does alike.</summary>
public static class PirHost
{
    /// <summary>Hosts one service: tickets only, RabbitMQ, its own endpoints.</summary>
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
    /// A builder with the defaults every process shares: JSON, problems, health, telemetry, limits.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, string name)
    {
        // Configuration is read once: watching it would watch the data folder below it too, a
        // notification for every write to a database.
        var builder = WebApplication.CreateBuilder([
            "--hostBuilder:reloadConfigOnChange=false",
            .. args,
        ]);
        DataFolder.Prepare(builder.Configuration);
        builder.AddPirDefaults(name);
        return builder;
    }

    /// <summary>
    /// Listens here unless the configuration names an address in any of the framework's ways.
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

    /// <summary>The defaults on a builder made elsewhere, e.g. by a test.</summary>
    public static void AddPirDefaults(this WebApplicationBuilder builder, string name)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 10 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // Each request's start and end, and each SQL statement, are traces' business; the log is
        // for what a person should read.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // With a level of its own it would make an activity per request even when nobody traces.
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

    /// <summary>Registers modules and collects their consumers for the host to connect.</summary>
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

    /// <summary>Error handling, sign-in and health, in the order they need.</summary>
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

    /// <summary>Maps the modules' endpoints and the operator's verbs on each.</summary>
    public static void MapModules(this WebApplication app, params ReadOnlySpan<IPirModule> modules)
    {
        foreach (var module in modules)
        {
            module.Map(app);
            app.MapPirOperations(module.Name);
        }
    }

    /// <summary>
    /// The group all API endpoints of a service belong to: documented under its name, closed to
    /// strangers.
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
            .AddEndpointFilter(UnboundParameters.FilterAsync)
            .AddEndpointFilter(SampleRequests.FilterAsync)
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

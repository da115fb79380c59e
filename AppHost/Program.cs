using Microsoft.Extensions.DependencyInjection;
using Pir.AppHost;
using Pir.AppHost.Running;

// Runs the whole system on one machine, or publishes its manifest for several.
try
{
    var options = new DistributedApplicationOptions { Args = args, AllowUnsecuredTransport = true };
    var builder = DistributedApplication.CreateBuilder(options);
    var settings = AppHostSettings.Read(builder);
    Addresses.RequireFree(builder, options, settings.GatewayPort);
    var servers = Servers.Choose(builder, settings);
    var product = new Product(builder, settings, servers);

    var intake = product.Service<Projects.IncidentIntake>("incident-intake", "intakedb");
    var timeline = product.Service<Projects.Timelines>("timeline", "timelinedb");
    var review = product.Service<Projects.Reviews>("review", "reviewdb");
    var actions = product.Service<Projects.ActionTracking>("action-tracking", "actiondb");
    var notification = product.Service<Projects.Notifications>("notification", "notificationdb");
    product.Gateway("gatewaydb", intake, timeline, review, actions, notification);

    if (settings.AllowPrivateTargets is { } allowed)
        notification.WithEnvironment("Notification__AllowPrivateTargets", allowed);

    builder.AddRunning(servers);
    await using var application = builder.Build();
    var outcome = application.Services.GetService<Outcome>();
    try
    {
        await application.RunAsync();
    }
    // The run ended before it was ready.
    catch (OperationCanceledException) when (outcome?.IsEnding is true) { }
    if (outcome?.Failure is { } failure)
        throw new DistributedApplicationException(failure);
    return 0;
}
catch (DistributedApplicationException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return 1;
}

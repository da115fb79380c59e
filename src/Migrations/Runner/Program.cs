using Pir.ActionTracking;
using Pir.Gateway;
using Pir.IncidentIntake;
using Pir.Migrations.Runner;
using Pir.Notifications;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Reviews;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;
using Pir.Timelines;

// Runs to completion before the services of a distributed installation start. Migrates every
// database, creates the first key of the shared ring, and declares exchanges and queues, so that no
// service publishes before its consumers' queues exist.
return await PirProgram.RunAsync(async () =>
{
    var builder = PirHost.CreateBuilder(args, "migrations");
    builder.AddPirTickets();
    IPirModule[] modules =
    [
        new GatewayModule(),
        new IntakeModule(),
        new TimelineModule(),
        new ReviewModule(),
        new ActionsModule(),
        new NotificationModule(),
    ];
    var consumers = builder.AddModules(modules);
    builder.AddPirRabbitMq(consumers, deployTopologyOnly: true);
    await using var app = builder.Build();

    await Step.RunAsync(
        "The migrations",
        app.Services.GetRequiredService<Migrator>().MigrateAllAsync
    );
    app.Services.MakeFirstKey();
    await Step.RunAsync("Declaring the queues", new Topology(app.Services).DeployAsync);
});

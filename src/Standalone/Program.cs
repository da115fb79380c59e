using Pir.ActionTracking;
using Pir.Gateway;
using Pir.IncidentIntake;
using Pir.Notifications;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Reviews;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;
using Pir.Timelines;

// Runs the whole product in one process: the same modules, one database file each, no broker.
return await PirProgram.RunAsync(async () =>
{
    var builder = PirHost.CreateBuilder(args, "standalone");
    builder.UseAddressUnlessConfigured("http://localhost:8080");
    using var folder = DataFolderLock.Take(builder.Configuration);
    builder.AddPirTickets();
    IPirModule[] modules =
    [
        new GatewayModule(acceptTickets: true),
        new IntakeModule(),
        new TimelineModule(),
        new ReviewModule(),
        new ActionsModule(),
        new NotificationModule(),
    ];
    builder.AddPirMediator(builder.AddModules(modules));
    var app = builder.Build();
    // Side by side: the one builds the models of the databases, the other the endpoints.
    var migration = Task.Run(() => app.Services.GetRequiredService<Migrator>().MigrateAllAsync());
    try
    {
        app.UsePirDefaults();
        app.MapModules(modules);
    }
    finally
    {
        await migration;
    }

    await app.ServeAsync();
});

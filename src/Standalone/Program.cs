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
    await app.Services.GetRequiredService<Migrator>().MigrateAllAsync();
    app.UsePirDefaults();
    app.MapModules(modules);
    await app.ServeAsync();
});

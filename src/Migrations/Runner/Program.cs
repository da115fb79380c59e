using MassTransit;
using Microsoft.AspNetCore.DataProtection;
using Pir.Actions;
using Pir.Gateway;
using Pir.Intake;
using Pir.Notifications;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Reviews;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;
using Pir.Timelines;

// Runs to completion before the services of a distributed installation start: migrates every database, makes the first key of the shared ring, and declares
// exchanges and queues, so that no service publishes before its listeners' queues exist.
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

using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
await app.Services.GetRequiredService<Migrator>().MigrateAllAsync(timeout.Token);
app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("first key").Protect("");
await app.Services.GetRequiredService<IBusControl>().DeployAsync(timeout.Token);

using Microsoft.Extensions.Configuration;

// The whole system on one machine, and its manifest for many. Written in Aspire's public API only: the embedded engine and the
// official packages build this same file. docs/operations.md lists the settings.
var builder = DistributedApplication.CreateBuilder(args);
var settings = builder.Configuration;
var isRun = builder.ExecutionContext.IsRunMode;

// A file on one disk cannot be shared between machines, so what is published has a database server.
var provider = settings["Data:Provider"] ?? (isRun ? "sqlite" : "sqlserver");
var directory = Path.GetFullPath(
    settings["AppHost:Directory"] ?? "../data/apphost",
    builder.AppHostDirectory
);
var dataDirectory = Path.GetFullPath(
    settings["Data:Directory"] ?? Path.Combine(directory, "data"),
    builder.AppHostDirectory
);
var replicas = settings.GetValue("Replicas", 1);

var messaging = GivenOr(
    "messaging",
    () => builder.AddRabbitMQ("messaging").WithDataVolume("pir-messaging")
);
var cache = GivenOr("cache", () => builder.AddRedis("cache").WithDataVolume("pir-cache"));
string[] databases =
[
    "intakedb",
    "timelinedb",
    "reviewdb",
    "actiondb",
    "notificationdb",
    "gatewaydb",
];
var database = databases.ToDictionary(name => name, Databases(provider));

// Migrates every database, makes the first key of the shared ring, declares the queues, and ends; the services wait for that.
var migrations = Project<Projects.Migrations>("migrations");
foreach (var source in database.Values.OfType<IResourceBuilder<IResourceWithConnectionString>>())
    migrations.WithReference(source).WaitFor(source);

var intake = Service<Projects.IncidentIntake>("incident-intake", "intakedb");
var timeline = Service<Projects.Timeline>("timeline", "timelinedb");
var review = Service<Projects.Review>("review", "reviewdb");
var actions = Service<Projects.ActionTracking>("action-tracking", "actiondb");
var notification = Service<Projects.Notification>("notification", "notificationdb");
var gateway = Service<Projects.Gateway>(
    "gateway",
    "gatewaydb",
    isRun ? settings.GetValue("Gateway:Port", 8080) : null
);
gateway.WithExternalHttpEndpoints();
foreach (
    var service in (IResourceBuilder<ProjectResource>[])
        [intake, timeline, review, actions, notification]
)
    gateway.WithReference(service).WaitFor(service);

// Gives scripts an administrator from the start; without it the gateway prints a one-time setup link.
var bootstrapToken =
    settings["Parameters:identity-bootstrap-token"] ?? settings["Identity:BootstrapToken"];
if (!isRun)
    gateway.WithEnvironment(
        "Identity__BootstrapToken",
        builder.AddParameter("identity-bootstrap-token", secret: true)
    );
else if (!string.IsNullOrEmpty(bootstrapToken))
    gateway.WithEnvironment(
        "Identity__BootstrapToken",
        builder.AddParameter("identity-bootstrap-token", bootstrapToken, secret: true)
    );

if (settings["Notification:AllowPrivateTargets"] is { } allowed)
    notification.WithEnvironment("Notification__AllowPrivateTargets", allowed);

builder.Build().Run();

// What every process of the product gets: the broker, what all replicas share, and where its data is.
IResourceBuilder<ProjectResource> Project<TProject>(string name)
    where TProject : IProjectMetadata, new()
{
    var project = builder
        .AddProject<TProject>(name, launchProfileName: null)
        .WithReference(messaging)
        .WithReference(cache)
        .WithEnvironment("Data__Provider", provider)
        .WaitFor(messaging)
        .WaitFor(cache);
    return isRun ? project.WithEnvironment("Data__Directory", dataDirectory) : project;
}

// What makes it a service: a database of its own, a port, a health check; and that the migrations are done.
IResourceBuilder<ProjectResource> Service<TProject>(
    string name,
    string databaseName,
    int? port = null
)
    where TProject : IProjectMetadata, new()
{
    var service = Project<TProject>(name)
        .WithHttpEndpoint(port: port)
        .WithHttpHealthCheck("/health")
        .WithReplicas(replicas)
        .WaitForCompletion(migrations);
    return database[databaseName] is { } source ? service.WithReference(source) : service;
}

// A connection string given for a run (ConnectionStrings:messaging) takes the place of the server.
IResourceBuilder<IResourceWithConnectionString> GivenOr(
    string name,
    Func<IResourceBuilder<IResourceWithConnectionString>> add
) =>
    isRun && !string.IsNullOrEmpty(settings.GetConnectionString(name))
        ? builder.AddConnectionString(name)
        : add();

// How a service's database is reached, by its connection name. SQLite needs no connection string: it is a file in the data directory.
Func<string, IResourceBuilder<IResourceWithConnectionString>?> Databases(string kind)
{
    switch (kind)
    {
        case "sqlite" when isRun:
            return _ => null;
        case "postgresql" when isRun && settings.GetConnectionString("postgres") is { Length: > 0 }:
            return OnGivenServer(builder.AddConnectionString("postgres"), "Database");
        case "postgresql":
            var postgres = builder.AddPostgres("postgres").WithDataVolume("pir-postgres");
            return name => postgres.AddDatabase(name);
        case "sqlserver" when isRun && settings.GetConnectionString("sql") is { Length: > 0 }:
            return OnGivenServer(builder.AddConnectionString("sql"), "Initial Catalog");
        case "sqlserver":
            var sql = builder.AddSqlServer("sql").WithDataVolume("pir-sql");
            return name => sql.AddDatabase(name);
        default:
            throw new DistributedApplicationException(
                $"Data:Provider is '{kind}'; a run knows sqlite, postgresql and sqlserver, a deployment postgresql and sqlserver."
            );
    }
}

Func<string, IResourceBuilder<IResourceWithConnectionString>?> OnGivenServer(
    IResourceBuilder<IResourceWithConnectionString> server,
    string key
) =>
    name =>
        builder.AddConnectionString(
            name,
            ReferenceExpression.Create($"{server.Resource};{key}={name}")
        );

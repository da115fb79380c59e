// Each test chooses the resources it needs by --Scenario.
var builder = DistributedApplication.CreateBuilder(args);
switch (builder.Configuration["Scenario"])
{
    case "everything":
        Everything();
        break;
    case "one-service":
        Service("service").WithExternalHttpEndpoints();
        break;
    case "fixed-port":
        builder
            .AddProject<Projects.SampleService>("service", launchProfileName: null)
            .WithHttpEndpoint(port: int.Parse(builder.Configuration["Port"]!))
            .WithHttpHealthCheck("/health");
        break;
    case "failing-job":
        var failing = Job().WithEnvironment("SAMPLE_EXIT_CODE", "3");
        Service("service").WaitForCompletion(failing);
        break;
    case "cache":
        builder.AddRedis("cache").WithDataVolume("cache");
        break;
    case "broker":
        builder.AddRabbitMQ("messaging");
        break;
    case "postgres":
        var server = builder.AddPostgres("postgres");
        var orders = server.AddDatabase("ordersdb", "orders");
        Service("service").WithReference(orders).WaitFor(orders);
        break;
    case "sql-server":
        builder.AddSqlServer("sql").AddDatabase("ordersdb");
        break;
    case "cache-and-stubborn":
        builder.AddRedis("cache");
        Stubborn();
        break;
    case "stubborn":
        Stubborn();
        break;
    case "stop-order":
        var back = NotesItsEnd("back");
        var middle = NotesItsEnd("middle").WaitFor(back);
        NotesItsEnd("front").WaitFor(middle);
        break;
    default:
        throw new DistributedApplicationException("--Scenario is missing.");
}

builder.Build().Run();

void Everything()
{
    var messaging = builder.AddRabbitMQ("messaging");
    var cache = builder.AddRedis("cache");
    var job = Job().WithReference(messaging).WaitFor(messaging);
    var backend = Service("back-end")
        .WithReplicas(2)
        .WithReference(messaging)
        .WithReference(cache)
        .WaitFor(cache)
        .WaitForCompletion(job)
        .WithEnvironment("SAMPLE_NEEDS_FILE", JobFile());
    Service("front-end").WithReference(backend).WaitFor(backend).WithExternalHttpEndpoints();
}

// A shell that ignores requests to end and whose child has left its process group.
void Stubborn() =>
    builder.AddExecutable(
        "stubborn",
        "/bin/sh",
        ".",
        "-c",
        "trap '' TERM; setsid sleep 600 & while :; do sleep 0.05; done"
    );

// Takes its time to end, so that a wrong order shows.
IResourceBuilder<ExecutableResource> NotesItsEnd(string name) =>
    builder
        .AddExecutable(
            name,
            "/bin/sh",
            ".",
            "-c",
            "trap 'sleep 0.2; echo $0 >> \"$ENDS\"; exit 0' TERM; while :; do sleep 0.05; done",
            name
        )
        .WithEnvironment("ENDS", Path.Combine(builder.Configuration["AppHost:Directory"]!, "ends"));

IResourceBuilder<ProjectResource> Service(string name) =>
    builder
        .AddProject<Projects.SampleService>(name, launchProfileName: null)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health");

IResourceBuilder<ProjectResource> Job() =>
    builder
        .AddProject<Projects.SampleService>("job", launchProfileName: null)
        .WithEnvironment("SAMPLE_JOB", JobFile());

string JobFile() => Path.Combine(builder.Configuration["AppHost:Directory"]!, "job-done");

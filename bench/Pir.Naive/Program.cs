using MassTransit;
using Microsoft.EntityFrameworkCore;
using Pir.Naive;
using Pir.Platform.Persistence;

// A naive implementation: per alert one look-up, one SaveChanges, one Publish, with the same broker
// and database settings as the product. It does less than the product: without an outbox, an event
// is lost if the process dies between the two. SQLite blocks the thread that waits for its turn, so
// without spare threads there would be no responses for the first seconds.
ThreadPool.SetMinThreads(workerThreads: 128, completionPortThreads: 16);
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddDbContextPool<NaiveDbContext>(options =>
    options
        .UseSqlite(builder.Configuration.GetConnectionString("naive"))
        .AddInterceptors(new SqlitePragmas())
);
builder.Services.AddMassTransit(bus =>
    bus.UsingRabbitMq(
        (_, rabbit) => rabbit.Host(new Uri(builder.Configuration.GetConnectionString("messaging")!))
    )
);
var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<NaiveDbContext>().Database.EnsureCreatedAsync();
}

app.MapGet("/health", () => "ready");
app.MapPost("/webhooks/{kind}/{key}", ReceiveAlerts.HandleAsync);
await app.RunAsync();

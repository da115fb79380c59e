using System.IO.Pipelines;

// The ceiling: Kestrel with the same bodies, without storing anything. Reads the body and responds
// with 202.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/health", () => "ready");
app.MapPost("/webhooks/{kind}/{key}", (RequestDelegate)Drain).ShortCircuit();
await app.RunAsync();

static async Task Drain(HttpContext context)
{
    var reader = context.Request.BodyReader;
    ReadResult read;
    do
    {
        read = await reader.ReadAsync(context.RequestAborted);
        reader.AdvanceTo(read.Buffer.End);
    } while (!read.IsCompleted);
    context.Response.StatusCode = StatusCodes.Status202Accepted;
}

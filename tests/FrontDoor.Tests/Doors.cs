using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.Gateway;
using Pir.Gateway.Data;
using Pir.Gateway.Start;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Both entrances to one product: the single process, and a gateway in front of it.
/// </summary>
public sealed class Doors : IAsyncLifetime
{
    private static readonly string[] Services =
    [
        "incident-intake",
        "timeline",
        "review",
        "action-tracking",
        "notification",
    ];

    private readonly TestStore _store = TestStore.Sqlite();
    private WebApplication _gateway = null!;

    internal Product Product { get; private set; } = null!;

    /// <summary>Webhook of a generic source.</summary>
    internal string Webhook { get; private set; } = "";

    internal Uri[] Addresses =>
        [
            Product.Address,
            new(
                _gateway
                    .Services.GetRequiredService<IServer>()
                    .Features.Get<IServerAddressesFeature>()!
                    .Addresses.First()
            ),
        ];

    public async ValueTask InitializeAsync()
    {
        Product = await Product.StartAsync(settings: ("Intake:BodyTimeout", "00:00:02"));
        Webhook = await Product.ConnectAsync();
        _gateway = GatewayHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Data:Directory=" + _store.Directory,
                // No broker is running, because the gateway works without one.
                $"--ConnectionStrings:messaging=amqp://127.0.0.1:{FreePort.Next()}",
                "--Identity:BootstrapToken=" + Product.Token,
                .. Services.Select(name => $"--services:{name}:http:0={Product.Address}"),
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton(new NoticeWriter(TextWriter.Null));
            }
        );
        await using (var scope = _gateway.Services.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<GatewayDbContext>()
                .Database.MigrateAsync();
        }

        await _gateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Product.DisposeAsync();
        await _store.DisposeAsync();
    }
}

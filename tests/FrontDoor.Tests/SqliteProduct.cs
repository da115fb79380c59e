namespace Pir.FrontDoor.Tests;

/// <summary>One product on SQLite for all tests of a class, without rate limits.</summary>
public sealed class SqliteProduct : IAsyncLifetime
{
    private const string Plenty = "1000000";

    internal Product Product { get; private set; } = null!;

    /// <summary>Settings without rate limits.</summary>
    internal static (string, string?)[] Unlimited { get; } =
    [
        ("Gateway:RateLimits:PerSecond", Plenty),
        ("Gateway:RateLimits:Burst", Plenty),
        ("Gateway:RateLimits:AnonymousPerSecond", Plenty),
        ("Gateway:RateLimits:AnonymousBurst", Plenty),
        ("Gateway:RateLimits:WebhooksPerSecond", Plenty),
        ("Gateway:RateLimits:WebhookBurst", Plenty),
        ("Gateway:RateLimits:SignInsPerMinute", Plenty),
    ];

    public async ValueTask InitializeAsync() =>
        Product = await Product.StartAsync(settings: Unlimited);

    public ValueTask DisposeAsync() => Product.DisposeAsync();
}

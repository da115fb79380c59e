using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pir.Platform.Hosting;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Health;
using StackExchange.Redis;

namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// The key ring that protects cookies, tickets and stored secrets. All processes share it: in Redis
/// if configured, otherwise in a folder.
/// </summary>
public static class KeyRing
{
    /// <summary>
    /// Creates the first key of the ring, so that processes that start together do not create one
    /// each.
    /// </summary>
    /// <exception cref="CannotStartException">
    /// The Redis of the key ring is not responding.
    /// </exception>
    public static void MakeFirstKey(this IServiceProvider services)
    {
        try
        {
            services
                .GetRequiredService<IDataProtectionProvider>()
                .CreateProtector("first key")
                .Protect("");
        }
        catch (Exception exception) when (exception.GetBaseException() is RedisException)
        {
            throw new CannotStartException(
                "The Redis of ConnectionStrings:cache, which holds the key ring, is not "
                    + "responding. Start it, or set its address.",
                exception
            );
        }
    }

    internal static void AddPirKeyRing(this IHostApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("pir");
        if (RedisSettings(builder.Configuration) is { } settings)
        {
            var redis = new Lazy<IConnectionMultiplexer>(() =>
                ConnectionMultiplexer.Connect(settings)
            );
            protection.PersistKeysToStackExchangeRedis(() => redis.Value.GetDatabase(), "pir:keys");
            builder.Services.AddSingleton<RedisHealth>(provider =>
                new(redis, provider.GetRequiredService<TimeProvider>())
            );
            builder.Services.AddHealthChecks().AddCheck<RedisHealth>("cache");
            builder.AddSecretsHealth(new("pir:keys in the Redis of ConnectionStrings:cache"));
            return;
        }

        var folder = Path.Combine(DataOptions.From(builder.Configuration).Directory, "keys");
        protection.PersistKeysToFileSystem(Directory.CreateDirectory(folder));
        builder.Services.AddSingleton(new KeyFolder(folder));
        builder.AddSecretsHealth(new($"the folder {folder}"));
    }

    private static void AddSecretsHealth(this IHostApplicationBuilder builder, KeyRingPlace place)
    {
        builder.Services.AddSingleton(place);
        builder.Services.AddSingleton<SecretsHealth>();
        builder.Services.AddHostedService(p => p.GetRequiredService<SecretsHealth>());
        builder.Services.AddHealthChecks().AddCheck<SecretsHealth>("secrets");
    }

    /// <summary>
    /// Reads a ring in a folder at start-up. If a key is damaged, the process would otherwise
    /// create a new one, end all sessions and silently lose the stored secrets.
    /// </summary>
    internal static void VerifyKeyRing(this IServiceProvider services)
    {
        if (services.GetService<KeyFolder>() is not { } folder)
        {
            return;
        }

        try
        {
            foreach (var key in services.GetRequiredService<IKeyManager>().GetAllKeys())
            {
                _ = key.Descriptor;
            }
        }
        catch (Exception exception)
        {
            throw new CannotStartException(
                $"The key ring in {folder.Path} cannot be read: "
                    + $"{exception.Message.Split('\n')[0].Trim()} Restore the folder from "
                    + "a backup: it seals the stored secrets.",
                exception
            );
        }
    }

    private static ConfigurationOptions? RedisSettings(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("cache") is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var settings = ConfigurationOptions.Parse(text);
            settings.AbortOnConnectFail = false;
            return settings;
        }
        catch (ArgumentException exception)
        {
            throw new CannotStartException(
                "ConnectionStrings:cache cannot be read. "
                    + $"{exception.Message.Split('\n')[0].Trim()}",
                exception
            );
        }
    }

    private sealed record KeyFolder(string Path);
}

/// <summary>Location of the key ring, for whoever has to restore it.</summary>
internal sealed record KeyRingPlace(string Words);

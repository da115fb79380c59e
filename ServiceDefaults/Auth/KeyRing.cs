using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pir.Platform.Persistence;
using StackExchange.Redis;

namespace Pir.ServiceDefaults.Auth;

/// <summary>The key ring that seals cookies, tickets and stored secrets: one for all processes, in Redis where there is one, else in a folder.</summary>
public static class KeyRing
{
    public static void AddPirKeyRing(this IHostApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("pir");
        if (builder.Configuration.GetConnectionString("cache") is { Length: > 0 } redis)
        {
            var connection = new Lazy<IDatabase>(() =>
                ConnectionMultiplexer.Connect(redis + ",abortConnect=false").GetDatabase()
            );
            protection.PersistKeysToStackExchangeRedis(() => connection.Value, "pir:keys");
            return;
        }

        var folder = Path.Combine(DataOptions.From(builder.Configuration).Directory, "keys");
        var directory = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        protection.PersistKeysToFileSystem(directory);
    }
}

using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
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
            builder.Services.Configure<KeyManagementOptions>(o =>
                o.XmlRepository = new RedisXmlRepository(redis)
            );
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

/// <summary>Key ring in a Redis list. Microsoft.AspNetCore.DataProtection.StackExchangeRedis would replace it, could it be restored beside the pinned client.</summary>
internal sealed class RedisXmlRepository(string configuration) : IXmlRepository
{
    private const string Key = "pir:keys";
    private readonly Lazy<ConnectionMultiplexer> _redis = new(() =>
        ConnectionMultiplexer.Connect(configuration + ",abortConnect=false")
    );

    public IReadOnlyCollection<XElement> GetAllElements() =>
        _redis.Value.GetDatabase().ListRange(Key).Select(value => XElement.Parse(value!)).ToList();

    public void StoreElement(XElement element, string friendlyName) =>
        _redis
            .Value.GetDatabase()
            .ListRightPush(Key, element.ToString(SaveOptions.DisableFormatting));
}

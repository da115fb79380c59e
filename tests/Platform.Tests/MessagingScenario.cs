using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Platform.Tests.Sample;
using Pir.Testing;

namespace Pir.Platform.Tests;

/// <summary>Sentences about a producer and a consumer.</summary>
internal static class MessagingScenario
{
    public static async Task<int> ChangesAsync(
        this PirTestHost host,
        Guid thing,
        string title = "thing"
    )
    {
        var response = await host.Client()
            .PostAsync($"/api/things/{thing}?title={Uri.EscapeDataString(title)}", null);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<int>();
    }

    public static async Task<T> QueryAsync<TDb, T>(this PirTestHost host, Func<TDb, Task<T>> query)
        where TDb : DbContext
    {
        await using var db = await host
            .Services.GetRequiredService<IDbContextFactory<TDb>>()
            .CreateDbContextAsync();
        return await query(db);
    }

    public static Task<List<Heard>> HeardAsync(this PirTestHost host) =>
        host.QueryAsync<ConsumerDbContext, List<Heard>>(db =>
            db.Heard.AsNoTracking().ToListAsync()
        );
}

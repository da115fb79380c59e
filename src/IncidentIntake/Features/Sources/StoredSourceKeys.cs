using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>The keys of all sources.</summary>
internal sealed class StoredSourceKeys(IDbContextFactory<IntakeDbContext> factory, SourceKeys keys)
    : ISealedSecrets
{
    public async Task<string?> DescribeLostAsync(CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var all = await db
            .Sources.Where(s => s.DeletedAt == null)
            .Select(s => s.ProtectedKey)
            .ToListAsync(token);
        return all.Count(k => !keys.CanUnprotect(k)) switch
        {
            0 => null,
            1 => "the webhook key of 1 source",
            var many => $"the webhook keys of {many} sources",
        };
    }
}

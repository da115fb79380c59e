using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Incidents;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>
/// The rules for reviews as they stand: as somebody set them, else as the configuration has them.
/// </summary>
internal sealed class Policies(ReviewDbContext db, IOptions<ReviewOptions> options)
{
    private static readonly Severity[] Severe = [Severity.Sev1, Severity.Sev2];

    public async Task<PolicyRules> ReadAsync(CancellationToken cancellationToken) =>
        await db
            .Policies.AsNoTracking()
            .FirstOrDefaultAsync(p => p.Id == ReviewPolicy.OnlyId, cancellationToken)
            is { } policy
            ? policy.Rules
            : Configured;

    /// <summary>What holds until somebody changes it.</summary>
    public PolicyRules Configured =>
        new(
            [.. Enum.GetValues<Severity>().Where(options.Value.AsksFor)],
            options.Value.DueAfter.TotalHours,
            [],
            LanguageCheck.Defaults,
            Severe
        );
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Reviews.Data;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>
/// The current rules for reviews: as someone set them, or else from the configuration.
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

    /// <summary>The defaults, until someone changes them.</summary>
    public PolicyRules Configured =>
        new(
            [.. Enum.GetValues<Severity>().Where(options.Value.AsksFor)],
            options.Value.DueAfter.TotalHours,
            [],
            LanguageCheck.Defaults,
            Severe
        );
}

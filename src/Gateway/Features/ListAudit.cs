using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>The audit log, newest first.</summary>
internal static class ListAudit
{
    /// <param name="Address">Network address of the caller.</param>
    public sealed record AuditItem(
        long Id,
        DateTime At,
        string Action,
        AuditParty Actor,
        AuditParty Subject,
        string? Detail,
        string? Address
    );

    public sealed record AuditParty(string Kind, string? Id, string Name);

    /// <param name="Next">Pass as <c>after</c> for the next page; missing on the last.</param>
    public sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next);

    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/api/audit", HandleAsync)
            .RequireScope(Scope.Admin)
            .WithTags("Audit")
            .WithName("ListAudit")
            .WithSummary("Who did what, newest first");

    private static async Task<Results<Ok<AuditPage>, ProblemHttpResult>> HandleAsync(
        [AsParameters] AuditFilter filter,
        GatewayDbContext db,
        CancellationToken cancellationToken,
        int limit = 50,
        string? after = null
    )
    {
        if (limit is < 1 or > 200)
        {
            return Problems.Validation("limit", "must be between 1 and 200");
        }

        var before = long.MaxValue;
        if (after is not null && !TryDecode(after, out before))
        {
            return Problems.Validation("after", "must be the next of an earlier answer");
        }

        var query = filter.Of(db.Audit.AsNoTracking().Where(a => a.Id < before));
        var found = await query.Take(limit + 1).ToListAsync(cancellationToken);
        var items = found.Take(limit).Select(ToItem).ToList();
        return TypedResults.Ok(
            new AuditPage(items, found.Count > limit ? Encode(items[^1].Id) : null)
        );
    }

    private static AuditItem ToItem(AuditEntry a) =>
        new(
            a.Id,
            a.At,
            a.Action,
            new(a.ActorKind, a.ActorId is "" ? null : a.ActorId, a.ActorName),
            new(a.SubjectKind, a.SubjectId is "" ? null : a.SubjectId, a.SubjectName),
            a.Detail,
            a.Address
        );

    private static string Encode(long id) => Base64Url.EncodeToString(BitConverter.GetBytes(id));

    private static bool TryDecode(string cursor, out long id)
    {
        Span<byte> bytes = stackalloc byte[8];
        var isOurs =
            Base64Url.IsValid(cursor, out var length)
            && length == 8
            && Base64Url.TryDecodeFromChars(cursor, bytes, out _);
        id = isOurs ? BitConverter.ToInt64(bytes) : 0;
        return isOurs;
    }
}

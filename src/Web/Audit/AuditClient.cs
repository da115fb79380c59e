namespace Pir.Web.Audit;

/// <summary>A filter for the audit log.</summary>
public sealed record AuditFilter(
    string? Action = null,
    string? Actor = null,
    string? Subject = null,
    DateTime? From = null,
    DateTime? To = null,
    string? After = null,
    string? Kind = null
);

/// <summary>The audit log.</summary>
public sealed class AuditClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public Task<Paged<AuditLine>> ListAsync(AuditFilter filter, CancellationToken ct) =>
        GetAsync<Paged<AuditLine>>(PathOf("/api/audit", filter, ("total", "true")), ct);

    /// <summary>The actions recorded so far, for the filter.</summary>
    public async Task<IReadOnlyList<AuditAction>> ListActionsAsync(CancellationToken ct) =>
        (await GetAsync<AuditActionList>("/api/audit/actions", ct)).Items;

    /// <summary>The URL of a request with this filter, e.g. of the export.</summary>
    public static string PathOf(
        string path,
        AuditFilter filter,
        params ReadOnlySpan<(string Name, string? Value)> more
    ) =>
        Query(
            path,
            [
                ("kind", filter.Kind),
                ("action", filter.Action),
                ("actor", filter.Actor),
                ("subject", filter.Subject),
                ("from", filter.From?.ToString("yyyy-MM-ddTHH:mm:ss'Z'")),
                ("to", filter.To?.ToString("yyyy-MM-ddTHH:mm:ss'Z'")),
                ("after", filter.After),
                .. more,
            ]
        );
}

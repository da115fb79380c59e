namespace Pir.Web.Incidents;

/// <summary>The viewer's own saved views.</summary>
public sealed class ViewsClient(ApiAccess access) : ApiClient(access, "gateway")
{
    /// <param name="page">First segment of the page's path, e.g. <c>incidents</c>.</param>
    public async Task<IReadOnlyList<SavedView>> ListAsync(string page, CancellationToken ct) =>
        (await GetAsync<ItemList<SavedView>>(Query("/api/me/views", ("page", page)), ct)).Items;

    /// <summary>Saves the filters; replaces a view of the same name.</summary>
    public Task<SavedView> SaveAsync(
        string page,
        string name,
        string query,
        CancellationToken ct
    ) =>
        SendAsync<SavedView>(
            HttpMethod.Put,
            "/api/me/views",
            new SaveViewRequest(page, name, query),
            ct
        );

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/me/views/{id}", null, ct);
}

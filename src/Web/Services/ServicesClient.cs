using System.Text;

namespace Pir.Web.Services;

/// <summary>The service catalog, kept by the intake service.</summary>
public sealed class ServicesClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    public Task<Paged<ServiceResponse>> ListAsync(
        string? text,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<ServiceResponse>>(
            Query(
                "/api/services",
                ("q", text),
                ("after", after),
                ("limit", $"{limit}"),
                ("total", "true")
            ),
            ct
        );

    /// <summary>The service of this name; empty if the catalog does not list it.</summary>
    public Task<Paged<ServiceResponse>> NamedAsync(string name, CancellationToken ct) =>
        GetAsync<Paged<ServiceResponse>>(
            Query("/api/services", ("name", name), ("limit", "1")),
            ct
        );

    public Task<Paged<UnlistedService>> UnlistedAsync(CancellationToken ct) =>
        GetAsync<Paged<UnlistedService>>("/api/services/unlisted", ct);

    public Task<ServiceResponse> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<ServiceResponse>($"/api/services/{id}", ct);

    public Task<ServiceResponse> AddAsync(PutServiceRequest service, CancellationToken ct) =>
        PostAsync<ServiceResponse>("/api/services", service, ct);

    public Task<ServiceResponse> PutAsync(
        Guid id,
        PutServiceRequest service,
        CancellationToken ct
    ) => PutAsync<ServiceResponse>($"/api/services/{id}", service, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/services/{id}", null, ct);

    public async Task<ServiceImportResponse> ImportAsync(
        string csv,
        bool isPreview,
        CancellationToken ct
    )
    {
        using var body = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await PostAsync<ServiceImportResponse>(
            Query("/api/services/import", ("preview", isPreview ? "true" : null)),
            body,
            ct
        );
    }
}

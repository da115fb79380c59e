using Pir.Contracts.Incidents;

namespace Pir.Web.People;

/// <summary>The people to choose from.</summary>
public sealed class DirectoryClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public async Task<IReadOnlyList<Person>> PeopleAsync(CancellationToken ct) =>
        (await GetAsync<Paged<Person>>("/api/people", ct)).Items;
}

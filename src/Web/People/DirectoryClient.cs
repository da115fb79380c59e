using Pir.Contracts.Incidents;

namespace Pir.Web.People;

/// <summary>The people to choose from.</summary>
public sealed class DirectoryClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public async Task<IReadOnlyList<Person>> PeopleAsync(CancellationToken ct)
    {
        var people = await GetAsync<ItemList<PersonResponse>>("/api/people", ct);
        return [.. people.Items.Select(p => new Person(p.Id.ToString(), p.Name))];
    }
}

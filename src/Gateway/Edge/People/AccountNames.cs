using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.Gateway.Edge.People;

/// <summary>
/// Services have no accounts and trust the name that comes with an id. So the gateway replaces it
/// with the account's name.
/// </summary>
internal sealed class AccountNames(IServiceScopeFactory scopes)
{
    private const string Rule = "must be the id of an account, as GET /api/people lists it";

    /// <summary>
    /// The body with the account's name, or the same body if it names nobody by id.
    /// </summary>
    /// <exception cref="UnreadableRequestException">No account has the id.</exception>
    public async Task<byte[]> PutIntoAsync(
        byte[] body,
        PersonPlace place,
        CancellationToken cancellationToken
    )
    {
        if (PersonInBody.Find(body, place) is not { } person)
        {
            return body;
        }

        return person.Id is { } id && await FindAsync(id, cancellationToken) is { } name
            ? person.With(id, name)
            : throw new UnreadableRequestException(place.IdField, Rule);
    }

    // People who can no longer sign in are still part of past incidents.
    private async Task<string?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<GatewayDbContext>()
            .Users.Where(u => u.Id == id)
            .Select(u => u.Name)
            .FirstOrDefaultAsync(cancellationToken);
    }
}

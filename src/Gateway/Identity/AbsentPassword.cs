using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>
/// The hash to check a password against if there is no account or no password, so that the response
/// takes the same time.
/// </summary>
internal sealed class AbsentPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly Lazy<string> _hash = new(() =>
        new PasswordHasher<User>(options).HashPassword(new(), Secret.Create().Text)
    );

    public string Hash => _hash.Value;
}

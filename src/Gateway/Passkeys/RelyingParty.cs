using System.Net;
using Fido2NetLib;
using Pir.Gateway.Start;

namespace Pir.Gateway.Passkeys;

/// <summary>
/// Us, as authenticators know us: by the host of the public address. What was signed for another
/// origin is refused.
/// </summary>
internal sealed class RelyingParty(PublicAddress address)
{
    /// <summary>
    /// The library, set up for where the request's sender sees us; null at a bare IP address, for
    /// which browsers make no passkeys.
    /// </summary>
    public Fido2? For(HttpRequest request)
    {
        if (
            !Uri.TryCreate(address.Of(request), UriKind.Absolute, out var url)
            || IPAddress.TryParse(url.Host.Trim('[', ']'), out _)
        )
        {
            return null;
        }

        return new Fido2(
            new Fido2Configuration
            {
                RPID = url.IdnHost,
                RPName = "PIR Platform",
                Origins = new HashSet<string> { url.GetLeftPart(UriPartial.Authority) },
            },
            null
        );
    }
}

using System.Net;
using Fido2NetLib;
using Pir.Gateway.Start;

namespace Pir.Gateway.Passkeys;

/// <summary>
/// The relying party for authenticators: the host of the public address. Signatures for another
/// origin are refused.
/// </summary>
internal sealed class RelyingParty(PublicAddress address)
{
    /// <summary>
    /// The library, configured for the public address of the request; null for a bare IP address,
    /// for which browsers create no passkeys.
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

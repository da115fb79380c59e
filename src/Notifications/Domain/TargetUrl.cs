using System.Net;

namespace Pir.Notifications.Domain;

/// <summary>
/// The rules for the text of a subscription's address. Host names are resolved and checked again at
/// every connection.
/// </summary>
public static class TargetUrl
{
    public const int MaxLength = 2_000;

    /// <summary>
    /// The rule for a host that is, or resolves to, an address that is not public.
    /// </summary>
    public const string NotPublic =
        "must not lead to this machine or a private network (an operator can allow it with "
        + "Notification:AllowPrivateTargets)";

    /// <summary>The broken rule, or null.</summary>
    public static string? Check(string? text, bool allowPrivate, bool allowInsecure)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is required";
        }

        if (text.Length > MaxLength)
        {
            return $"must be at most {MaxLength} characters long";
        }

        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            || url.Host.Length == 0
        )
        {
            return "must be an absolute http or https address";
        }

        return CheckParts(url, allowPrivate, allowInsecure);
    }

    /// <summary>
    /// The address in the host part, in any form that resolvers accept (decimal, hexadecimal,
    /// IPv6), or null for a name.
    /// </summary>
    public static IPAddress? LiteralOf(Uri url) =>
        url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
        && IPAddress.TryParse(url.DnsSafeHost, out var address)
            ? address
            : null;

    private static bool IsKnownToBePrivate(Uri url) =>
        url.IsLoopback || (LiteralOf(url) is { } address && !PublicAddress.Is(address));

    private static string? CheckParts(Uri url, bool allowPrivate, bool allowInsecure)
    {
        if (url.UserInfo.Length > 0)
        {
            return "must not contain a user name or password, because deliveries are signed "
                + "instead";
        }

        if (url.Fragment.Length > 0)
        {
            return "must not have a fragment (#…)";
        }

        if (url.Port is < 1 or > 65_535)
        {
            return "must name a port from 1 to 65535";
        }

        if (!allowPrivate && IsKnownToBePrivate(url))
        {
            return NotPublic;
        }

        return url.Scheme == Uri.UriSchemeHttp && !allowPrivate && !allowInsecure
            ? "must use https (an operator can allow http with Notification:AllowInsecureTargets)"
            : null;
    }
}

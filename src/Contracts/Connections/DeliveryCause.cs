namespace Pir.Contracts.Connections;

/// <summary>
/// Why an attempt to deliver to a subscriber failed: stable words for programs, sentences for
/// people.
/// </summary>
public static class DeliveryCause
{
    /// <summary>An answer other than 2xx.</summary>
    public const string Status = "status";

    /// <summary>A redirect; they are not followed.</summary>
    public const string Redirect = "redirect";

    /// <summary>410: the receiver wants no more.</summary>
    public const string Gone = "gone";
    public const string Timeout = "timeout";

    /// <summary>The host name does not resolve.</summary>
    public const string Dns = "dns";
    public const string Refused = "connection-refused";

    /// <summary>The connection broke, or what came was not HTTP.</summary>
    public const string Connection = "connection";
    public const string Tls = "tls";

    /// <summary>The host resolves to addresses that are not public.</summary>
    public const string BlockedAddress = "blocked-address";

    /// <summary>The address is no longer one that may be called.</summary>
    public const string InvalidUrl = "invalid-url";

    /// <summary>The stored secret cannot be unsealed: the key ring was lost.</summary>
    public const string Secret = "secret-unreadable";

    /// <summary>The event is no longer in the log.</summary>
    public const string Expired = "event-expired";

    /// <summary>The sentence for a cause.</summary>
    /// <param name="statusCode">Of the receiver's answer, where there was one.</param>
    public static string Explain(string cause, int? statusCode) =>
        cause switch
        {
            Status => $"The receiver answered HTTP {statusCode}.",
            Redirect =>
                $"The receiver answered HTTP {statusCode}, a redirect. Redirects are not followed.",
            Gone => "The receiver answered HTTP 410: it wants no more.",
            Timeout => "The receiver did not answer in time.",
            Dns => "The receiver's host name is unknown.",
            Refused => "The receiver refused the connection.",
            Connection => "The connection broke, or the receiver does not speak HTTP.",
            Tls => "No secure connection: the receiver's certificate is not trusted, "
                + "or it does not speak TLS.",
            BlockedAddress => "The receiver's address is not a public one.",
            InvalidUrl => "The receiver's address may no longer be called.",
            Secret => "The signing secret can no longer be read. Make a new one.",
            Expired => "The event is no longer kept.",
            _ => cause,
        };
}

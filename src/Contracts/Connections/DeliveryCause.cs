namespace Pir.Contracts.Connections;

/// <summary>
/// Why an attempt to deliver to a subscriber failed: stable codes for programs, sentences for
/// people.
/// </summary>
public static class DeliveryCause
{
    /// <summary>A response other than 2xx.</summary>
    public const string Status = "status";

    /// <summary>A redirect. Redirects are not followed.</summary>
    public const string Redirect = "redirect";

    /// <summary>410: the receiver wants no more events.</summary>
    public const string Gone = "gone";
    public const string Timeout = "timeout";

    /// <summary>The host name does not resolve.</summary>
    public const string Dns = "dns";
    public const string Refused = "connection-refused";

    /// <summary>The connection broke, or the response was not HTTP.</summary>
    public const string Connection = "connection";
    public const string Tls = "tls";

    /// <summary>The host resolves to addresses that are not public.</summary>
    public const string BlockedAddress = "blocked-address";

    /// <summary>The address may no longer be called.</summary>
    public const string InvalidUrl = "invalid-url";

    /// <summary>The stored secret cannot be decrypted because the key ring is lost.</summary>
    public const string Secret = "secret-unreadable";

    /// <summary>The event is no longer stored.</summary>
    public const string Expired = "event-expired";

    /// <summary>The sentence for a cause.</summary>
    /// <param name="statusCode">Status code of the receiver's response, if there was one.</param>
    public static string Explain(string cause, int? statusCode) =>
        cause switch
        {
            Status => $"The receiver answered HTTP {statusCode}.",
            Redirect =>
                $"The receiver answered HTTP {statusCode}, a redirect. Redirects are not followed.",
            Gone => "The receiver answered HTTP 410: it wants no more events.",
            Timeout => "The receiver did not respond in time.",
            Dns => "The receiver's host name cannot be resolved.",
            Refused => "The receiver refused the connection.",
            Connection => "The connection broke, or the response was not HTTP.",
            Tls => "No secure connection: the receiver's certificate is not trusted, or the "
                + "receiver does not support TLS.",
            BlockedAddress => "The receiver's address is not public.",
            InvalidUrl => "The receiver's address may no longer be called.",
            Secret => "The signing secret can no longer be read. Create a new one.",
            Expired => "The event is no longer stored.",
            _ => cause,
        };
}

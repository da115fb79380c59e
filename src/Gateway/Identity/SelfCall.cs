using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>
/// The pages call the gateway's API from the same process and prove that with an in-memory secret.
/// Only these calls may use a ticket, which the gateway otherwise accepts from nobody, and may
/// state the network address of the page's reader.
/// </summary>
internal sealed class SelfCall
{
    private const string ProofHeader = "X-Pir-Self";
    private const string AddressHeader = "X-Pir-Caller";
    private readonly Secret _secret = Secret.Create();

    /// <summary>Whether the request was made by this process.</summary>
    public bool Is(HttpRequest request) =>
        request.Headers[ProofHeader].ToString() is { Length: > 0 } proof
        && Secret.Matches(proof, _secret.Hash);

    /// <summary>
    /// The original network address of a request; null if its transport has none.
    /// </summary>
    public string? AddressOf(HttpContext? context)
    {
        if (context is null)
        {
            return null;
        }

        return
            Is(context.Request)
            && context.Request.Headers[AddressHeader].ToString() is { Length: > 0 and <= 64 } told
            ? told
            : context.Connection.RemoteIpAddress?.ToString();
    }

    /// <summary>Marks a request as internal, on behalf of the current request's caller.</summary>
    public void Sign(HttpRequestMessage request, HttpContext? current)
    {
        request.Headers.TryAddWithoutValidation(ProofHeader, _secret.Text);
        request.Headers.TryAddWithoutValidation(AddressHeader, AddressOf(current) ?? "");
    }
}

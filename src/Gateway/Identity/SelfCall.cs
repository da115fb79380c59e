using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>
/// The pages call the gateway's own API from the gateway's own process, and prove it with a secret
/// of the process's memory. Only such calls may come with a ticket, which the gateway itself
/// otherwise takes from nobody, and may say at which network address the person is they are made
/// for.
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
    /// The network address a request comes from in the end; null where its transport has none.
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

    /// <summary>
    /// Makes a request one of our own, on behalf of whoever the current request is from.
    /// </summary>
    public void Sign(HttpRequestMessage request, HttpContext? current)
    {
        request.Headers.TryAddWithoutValidation(ProofHeader, _secret.Text);
        request.Headers.TryAddWithoutValidation(AddressHeader, AddressOf(current) ?? "");
    }
}

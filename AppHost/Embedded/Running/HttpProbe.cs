namespace Aspire.Hosting.Running;

/// <summary>A GET that must answer with the expected status.</summary>
internal sealed class HttpProbe(Uri address, int statusCode) : IHealthProbe
{
    // Own connections each time: a pooled one would hide that nobody can connect any more.
    private static readonly HttpClient Client = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.Zero,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(
                address,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return (int)response.StatusCode == statusCode;
        }
        catch (Exception failure)
            when (failure is HttpRequestException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return false;
        }
    }
}

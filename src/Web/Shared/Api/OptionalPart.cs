namespace Pir.Web.Shared.Api;

/// <summary>
/// A part of a page that may be missing: an incident is shown even while another service is down.
/// </summary>
internal static class OptionalPart
{
    /// <summary>The response of a service; null if it refuses or cannot be reached.</summary>
    public static async Task<T?> OrNullAsync<T>(this Task<T> part)
        where T : class
    {
        try
        {
            return await part;
        }
        catch (ApiException)
        {
            return null;
        }
    }
}

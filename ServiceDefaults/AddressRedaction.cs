using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry;

namespace Pir.ServiceDefaults;

/// <summary>
/// Keeps credentials out of traces: a webhook's address contains its key, an invitation's its
/// token, and the address of a subscriber or a provider may contain a secret too.
/// </summary>
internal sealed class AddressRedaction : BaseProcessor<Activity>
{
    private const string Path = "url.path";
    private const string FullUrl = "url.full";

    /// <summary>Of a call to elsewhere, the trace keeps scheme, host and port.</summary>
    public override void OnEnd(Activity data)
    {
        if (
            data.GetTagItem(FullUrl) is string text
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
        )
        {
            data.SetTag(FullUrl, url.GetLeftPart(UriPartial.Authority));
        }
    }

    /// <summary>
    /// Where nobody has to sign in, the path may be the credential: the trace keeps the route only.
    /// </summary>
    public static void HideCredential(Activity activity, HttpResponse response)
    {
        var endpoint = response.HttpContext.GetEndpoint();
        if (!AsksForSignIn(endpoint))
        {
            activity.SetTag(Path, (endpoint as RouteEndpoint)?.RoutePattern.RawText);
        }
    }

    private static bool AsksForSignIn(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null
        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;
}

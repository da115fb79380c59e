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

    /// <summary>For outgoing calls, the trace keeps scheme, host and port.</summary>
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
    /// Without sign-in, the path may itself be the credential, so the trace keeps only the route.
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

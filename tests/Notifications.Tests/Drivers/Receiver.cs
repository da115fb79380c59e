using System.Net.Mime;
using System.Text;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Http;
using Pir.Testing.Sinks;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Pir.Notifications.Tests.Drivers;

/// <summary>A subscriber that reads deliveries with the public libraries, like real ones.</summary>
internal static class Receiver
{
    private static readonly JsonEventFormatter Formatter = new();

    /// <summary>
    /// Whether Standard Webhooks' library accepts a request as signed with this secret. The
    /// standard allows several signatures, of which one has to match; the library looks at the
    /// first only.
    /// </summary>
    public static bool Trusts(SinkRequest request, string secret) =>
        request
            .Header("webhook-signature")!
            .Split(' ')
            .Any(signature => Trusts(request, signature, secret));

    private static bool Trusts(SinkRequest request, string signature, string secret)
    {
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = request.Header("webhook-id"),
            ["webhook-timestamp"] = request.Header("webhook-timestamp"),
            ["webhook-signature"] = signature,
        };
        try
        {
            new StandardWebhook(secret).Verify(request.Body, headers);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }

    /// <summary>
    /// The event in a request, checked against the specification by CloudEvents' library.
    /// </summary>
    public static CloudEvent Read(SinkRequest request) =>
        Formatter.DecodeStructuredModeMessage(
            Encoding.UTF8.GetBytes(request.Body),
            new ContentType(request.Header("content-type")!),
            extensionAttributes: null
        );
}

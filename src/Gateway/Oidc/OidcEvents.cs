using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;
using Pir.Gateway.Features;
using Pir.Gateway.Identity;
using Pir.Gateway.Start;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Handles the provider's response: starts a session, or shows the sign-in page with a reason.
/// There is one instance per request, so it can keep state between the steps.
/// </summary>
internal sealed partial class OidcEvents(
    SingleSignOn singleSignOn,
    Sessions sessions,
    PublicAddress address,
    AuditLog audit,
    GatewayDbContext db,
    IOptions<IdentitySettings> settings,
    TimeProvider clock,
    ILogger<OidcEvents> logger
) : OpenIdConnectEvents
{
    private bool _isOurs;
    private ProviderClaims? _claims;
    private string? _idToken;

    private OidcSettings Oidc => settings.Value.Oidc;

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = address.Of(context.Request) + OidcScheme.CallbackPath;
        return Task.CompletedTask;
    }

    public override async Task MessageReceived(MessageReceivedContext context)
    {
        // Only we can have encrypted the state that the browser brings back.
        _isOurs = context.Properties is { Items.Count: > 0 };
        // RFC 9207: a response of another provider must not be accepted.
        var provider = await context.Options.ConfigurationManager!.GetConfigurationAsync(
            context.HttpContext.RequestAborted
        );
        if (context.ProtocolMessage.Iss is { Length: > 0 } issuer && issuer != provider.Issuer)
        {
            context.Fail("The answer came from another provider.");
        }
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        _idToken = context.TokenEndpointResponse!.IdToken;
        var token = new JsonWebToken(_idToken);
        var now = clock.GetUtcNow().UtcDateTime;
        if (IdTokenRules.Refuse(token, context.Options.ClientId!, now) is { } reason)
        {
            context.Fail(reason);
            return Task.CompletedTask;
        }

        _claims = new(token);
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        _claims!.Add(context.User.RootElement);
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var person = ExternalPerson.From(_claims!, Oidc);
        if (ProviderLink.OwnerOf(context.Properties!) is { } owner)
        {
            var link = await ProviderLink.IsOwnedAsync(http, owner)
                ? await singleSignOn.LinkAsync(person, owner, http.RequestAborted)
                : new(null, SingleSignOn.Failed);
            Redirect(http, link.Refusal, "/account");
            return;
        }

        var admission = await singleSignOn.AdmitAsync(person, http.RequestAborted);
        if (admission.User is { } user)
        {
            await sessions.TryBeginAsync(http, user, new(Oidc.DisplayName, _idToken));
        }

        Redirect(http, admission.Refusal, SignIn.Local(context.ReturnUri));
    }

    /// <summary>The person cancelled at the provider.</summary>
    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        Redirect(context.HttpContext, SingleSignOn.Declined, "/");
        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        if (_isOurs)
        {
            await NoteFailureAsync(context);
        }

        context.HandleResponse();
        var isOutage = ProviderSignIn.IsOutage(context.Failure);
        var refusal = isOutage ? SingleSignOn.Unreachable : SingleSignOn.Failed;
        Redirect(context.HttpContext, refusal, "/");
    }

    /// <summary>
    /// Only for sign-ins that started here, so that strangers cannot fill the audit log with forged
    /// responses.
    /// </summary>
    private async Task NoteFailureAsync(RemoteFailureContext context)
    {
        var reason = context.Failure?.Message ?? "unknown";
        Log.Failed(logger, context.Failure);
        audit.Add(
            AuditActions.SignInFailed,
            "user",
            "",
            "an unknown account",
            detail: "single sign-on: " + reason.CutTo(400)
        );
        await db.SaveChangesAsync(context.HttpContext.RequestAborted);
    }

    private static void Redirect(HttpContext http, string? refusal, string to) =>
        http.Response.Redirect(refusal is null ? to : "/sign-in?refused=" + refusal);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Single sign-on failed")]
        public static partial void Failed(ILogger logger, Exception? exception);
    }
}

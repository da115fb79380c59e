using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Pir.Gateway.Data;
using Pir.Gateway.Features;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Oidc;

/// <summary>What follows on the provider's answer: a session, or the sign-in page with a reason.</summary>
internal sealed partial class OidcEvents(
    SingleSignOn singleSignOn,
    Sessions sessions,
    AuditLog audit,
    GatewayDbContext db,
    IOptions<IdentitySettings> settings,
    ILogger<OidcEvents> logger
) : OAuthEvents
{
    private OidcSettings Oidc => settings.Value.Oidc;

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var person = ExternalPerson.From(context.Principal!, Oidc.GroupsClaim);
        var admission = await singleSignOn.AdmitAsync(person, context.HttpContext.RequestAborted);
        context.HandleResponse();
        if (admission.User is not { } user)
        {
            context.Response.Redirect($"/sign-in?refused={admission.Refusal}");
            return;
        }

        var kept = new AuthenticationProperties();
        kept.StoreTokens([.. context.Properties!.GetTokens()]);
        await sessions.BeginAsync(context.HttpContext, user, Oidc.DisplayName, kept);
        context.Response.Redirect(SignIn.Local(context.ReturnUri));
    }

    /// <summary>They said no at the provider.</summary>
    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        context.Response.Redirect("/sign-in?refused=" + SingleSignOn.Declined);
        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var reason = context.Failure?.Message ?? "unknown";
        Log.Failed(logger, context.Failure);
        audit.Add(
            AuditActions.SignInFailed,
            "user",
            "",
            "Unknown account",
            detail: "single sign-on: " + reason[..Math.Min(reason.Length, 400)]
        );
        await db.SaveChangesAsync(context.HttpContext.RequestAborted);
        context.HandleResponse();
        context.Response.Redirect("/sign-in?refused=" + SingleSignOn.Failed);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Single sign-on failed")]
        public static partial void Failed(ILogger logger, Exception? exception);
    }
}

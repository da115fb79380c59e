namespace Pir.Gateway.Oidc;

/// <summary>
/// What somebody is told whom single sign-on did not let in, and what they can do.
/// </summary>
internal static class SingleSignOnWords
{
    /// <summary>A refusal in a sentence for the person; null for any other word.</summary>
    public static string? Explain(string? refusal) =>
        refusal switch
        {
            SingleSignOn.Failed =>
                "The provider's answer could not be used. Try again; if it happens again, "
                    + "tell your administrator.",
            SingleSignOn.NotAllowed =>
                "The provider knows you, but none of your groups may use this product. Ask "
                    + "your administrator.",
            SingleSignOn.GroupsLeftOut =>
                "The provider left out your groups because you belong to too many. Ask your "
                    + "administrator to have it send only the groups that this product needs.",
            SingleSignOn.NoEmail => "The provider did not send a valid e-mail address for you.",
            SingleSignOn.NotVerified =>
                "The provider does not say that it has verified your e-mail address. If you "
                    + "have an account here, sign in with your password and connect the provider "
                    + "under My account. Otherwise ask your administrator for an invitation, or "
                    + "to trust the provider's addresses (Identity:Oidc:TrustEmailAddresses).",
            SingleSignOn.OtherIdentity =>
                "Your e-mail address belongs to an account that somebody else at the "
                    + "provider has used. Ask your administrator for an invitation link.",
            SingleSignOn.LinkedElsewhere =>
                "Your identity at the provider is connected with another account here. Sign "
                    + "in with the provider to use that account, or ask your administrator.",
            SingleSignOn.Declined =>
                "You did not let the provider tell us who you are. Try again, or sign in "
                    + "with a password.",
            SingleSignOn.Unreachable =>
                "The provider is not reachable right now. Try again in a minute, or sign in "
                    + "with a password if you have one.",
            SingleSignOn.Closed => "Your account is disabled. Ask your administrator.",
            _ => null,
        };
}

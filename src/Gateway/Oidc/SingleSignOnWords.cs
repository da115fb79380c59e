namespace Pir.Gateway.Oidc;

/// <summary>
/// The reason why single sign-on refused a person, and what they can do.
/// </summary>
internal static class SingleSignOnWords
{
    /// <summary>A refusal as a sentence for the person; null for any other code.</summary>
    public static string? Explain(string? refusal) =>
        refusal switch
        {
            SingleSignOn.Failed =>
                "The provider's answer is not valid. Try again. If this keeps happening, tell "
                    + "your administrator.",
            SingleSignOn.NotAllowed =>
                "None of your groups at the provider may use this product. Ask your "
                    + "administrator.",
            SingleSignOn.GroupsLeftOut =>
                "The provider left out your groups because you belong to too many. Ask your "
                    + "administrator to have it send only the groups that this product needs.",
            SingleSignOn.NoEmail => "The provider did not send a valid e-mail address for you.",
            SingleSignOn.NotVerified =>
                "The provider has not verified your e-mail address. If you have an account "
                    + "here, sign in with your password and connect the provider under My "
                    + "account. Otherwise ask your administrator for an invitation, or to trust "
                    + "the provider's addresses (Identity:Oidc:TrustEmailAddresses).",
            SingleSignOn.OtherIdentity =>
                "Your e-mail address belongs to an account that is connected with another "
                    + "person at the provider. Ask your administrator for an invitation link.",
            SingleSignOn.LinkedElsewhere =>
                "Your identity at the provider is connected with another account here. Sign "
                    + "in with the provider to use that account, or ask your administrator.",
            SingleSignOn.Declined =>
                "The sign-in at the provider was cancelled. Try again, or sign in with a "
                    + "password.",
            SingleSignOn.Unreachable =>
                "The provider cannot be reached right now. Try again in a minute, or sign in "
                    + "with a password if you have one.",
            SingleSignOn.Closed => "Your account is disabled. Ask your administrator.",
            _ => null,
        };
}

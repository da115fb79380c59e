namespace Pir.ServiceDefaults.Auth;

/// <summary>Secrets in a module's database, encrypted with the key ring.</summary>
public interface ISealedSecrets
{
    /// <summary>
    /// Describes the secrets that cannot be decrypted, for example "the webhook keys of 2 sources";
    /// null if there are none.
    /// </summary>
    Task<string?> DescribeLostAsync(CancellationToken token);
}

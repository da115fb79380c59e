namespace Pir.ServiceDefaults.Auth;

/// <summary>Secrets that a module keeps in its database, sealed with the key ring.</summary>
public interface ISealedSecrets
{
    /// <summary>
    /// Those that cannot be unsealed, as in "the webhook keys of 2 sources"; null where there are
    /// none.
    /// </summary>
    Task<string?> DescribeLostAsync(CancellationToken token);
}

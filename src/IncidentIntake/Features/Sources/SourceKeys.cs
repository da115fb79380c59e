using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>Encrypts the keys of sources and shows them to callers who may see them.</summary>
public sealed class SourceKeys(IDataProtectionProvider protection)
{
    private const string Masked = "***";
    private readonly IDataProtector _protector = protection.CreateProtector(
        "Pir.IncidentIntake.SourceKey"
    );

    public string Protect(string key) => _protector.Protect(key);

    /// <summary>The source as this caller may see it.</summary>
    /// <param name="failures">Its failed deliveries since the last success.</param>
    /// <param name="newKey">The key, if it has just been created.</param>
    internal SourceResponse Describe(
        Source source,
        HttpContext http,
        SourceFailures? failures,
        string? newKey = null
    )
    {
        var key = newKey ?? Unprotect(source.ProtectedKey);
        var shown = key is not null && http.User.Has(Scope.SourcesWrite) ? key : Masked;
        var kind = source.Kind == SourceKind.Alertmanager ? "alertmanager" : "generic";
        return new(source.Context)
        {
            Id = source.Id,
            Kind = source.Kind,
            Name = source.Name,
            DefaultSeverity = source.DefaultSeverity,
            Grouping = source.Grouping,
            AutoResolve = source.AutoResolve,
            SuppressMinutes = source.SuppressMinutes,
            IsEnabled = source.IsEnabled,
            WebhookUrl = $"{http.Request.PublicAddress()}/webhooks/{kind}/{shown}",
            Key = newKey,
            IsKeyLost = key is null,
            CreatedAt = source.CreatedAt,
            LastDeliveryAt = failures?.Last ?? source.LastDeliveryAt,
            Health = SourceFailures.HealthOf(source, failures),
            Version = source.Version,
        };
    }

    /// <summary>Whether the key can be shown.</summary>
    public bool CanUnprotect(string protectedKey) => Unprotect(protectedKey) is not null;

    private string? Unprotect(string protectedKey)
    {
        try
        {
            return _protector.Unprotect(protectedKey);
        }
        catch (CryptographicException)
        {
            // The key ring was replaced: the URL still works, but it can be shown only after a
            // rotation.
            return null;
        }
    }
}

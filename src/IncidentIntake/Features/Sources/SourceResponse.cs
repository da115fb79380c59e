using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

/// <summary>A source of alerts.</summary>
/// <param name="WebhookUrl">
/// Where the tool is to send; the key in it is masked for callers without <c>sources:write</c>.
/// </param>
/// <param name="Key">Only in the answers that make one.</param>
/// <param name="LastDeliveryAt">When it last sent something, readable or not.</param>
/// <param name="Health">Whether what it sends can be read, all of it.</param>
/// <param name="IsKeyLost">
/// Whether the key can no longer be read, because the key ring that sealed it is gone. The webhook
/// URL that the tool has still works; only <c>rotate-key</c> gives one that can be shown.
/// </param>
/// <param name="DroppedBodies">
/// How many of its listed deliveries that could not be read have lost their body, because only the
/// newest are kept; only where one source is asked for.
/// </param>
public sealed record SourceResponse(
    Guid Id,
    SourceKind Kind,
    string Name,
    string? Service,
    string? Team,
    Severity? DefaultSeverity,
    AlertGrouping Grouping,
    bool AutoResolve,
    int SuppressMinutes,
    bool IsEnabled,
    string WebhookUrl,
    string? Key,
    DateTime CreatedAt,
    DateTime? LastDeliveryAt,
    ConnectionHealth Health,
    int Version,
    bool IsKeyLost,
    int? DroppedBodies = null
);

/// <summary>Seals the keys of sources and shows them to those who may see them.</summary>
public sealed class SourceKeys(IDataProtectionProvider protection)
{
    private const string Masked = "***";
    private readonly IDataProtector _protector = protection.CreateProtector(
        "Pir.IncidentIntake.SourceKey"
    );

    public string Protect(string key) => _protector.Protect(key);

    /// <summary>The source as this caller may see it.</summary>
    /// <param name="failures">What it sent since the last delivery that could be read.</param>
    /// <param name="newKey">The key, where it has just been made.</param>
    internal SourceResponse Describe(
        Source source,
        HttpContext http,
        SourceFailures? failures,
        string? newKey = null
    )
    {
        var key = newKey ?? Unprotect(source.ProtectedKey);
        var shown = key is not null && http.User.Has(Scope.SourcesWrite) ? key : Masked;
        return new(
            source.Id,
            source.Kind,
            source.Name,
            source.Service,
            source.Team,
            source.DefaultSeverity,
            source.Grouping,
            source.AutoResolve,
            source.SuppressMinutes,
            source.IsEnabled,
            $"{http.Request.PublicAddress()}/webhooks/{(source.Kind == SourceKind.Alertmanager ? "alertmanager" : "generic")}/{shown}",
            newKey,
            source.CreatedAt,
            failures?.Last ?? source.LastDeliveryAt,
            SourceFailures.HealthOf(source, failures),
            source.Version,
            IsKeyLost: key is null
        );
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
            // The key ring was replaced: the URL still works, but only a rotation can show one
            // again.
            return null;
        }
    }
}

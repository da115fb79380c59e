using System.Text;
using System.Text.Json;
using Pir.Contracts.Api;

namespace Pir.Timelines.Imports;

/// <summary>Recognizes and reads everything that can be imported.</summary>
internal static class ImportReader
{
    // In this order: the surest signs first.
    private static readonly (ImportFormat Format, Func<JsonElement, bool> Fits)[] JsonFormats =
    [
        (ImportFormat.Terraform, TerraformImport.Fits),
        (ImportFormat.Ansible, AnsibleImport.Fits),
        (ImportFormat.CloudTrail, CloudTrailImport.Fits),
        (ImportFormat.Kubernetes, KubernetesImport.Fits),
        (ImportFormat.Deployments, DeploymentImport.Fits),
        (ImportFormat.Slack, SlackImport.Fits),
        (ImportFormat.Log, LogImport.Fits),
    ];

    /// <param name="format">Null: as detected.</param>
    internal static (ImportFormat Format, ImportReading Reading) Read(
        byte[]? file,
        string? text,
        ImportFormat? format,
        ImportPlace place
    )
    {
        var reading = new ImportReading();
        if (file is not null && SlackZip.Fits(file))
        {
            SlackZip.Read(file, reading);
            return (ImportFormat.Slack, reading);
        }

        var given = (text ?? Encoding.UTF8.GetString(file ?? [])).TrimStart('\ufeff');
        if (JsonParts.IsJson(given) && format is not ImportFormat.Chat)
        {
            var parts = JsonParts.Read(given, reading);
            var found = format ?? Detect(parts);
            if (found is not null)
            {
                Read(found.Value, parts, reading);
                return (found.Value, reading);
            }
        }

        if (format is ImportFormat.Chat || (format is null && Detect(given) is null))
        {
            return ReadChat(given, format, place, reading);
        }

        var detected = format ?? Detect(given)!.Value;
        Read(detected, given, place, reading);
        return (detected, reading);
    }

    private static ImportFormat? Detect(IReadOnlyList<JsonPart> parts)
    {
        foreach (var (format, fits) in JsonFormats)
        {
            if (parts.Any(p => p.Value.ValueKind == JsonValueKind.Object && fits(p.Value)))
            {
                return format;
            }
        }

        return null;
    }

    private static ImportFormat? Detect(string text) =>
        GitImport.Fits(text) ? ImportFormat.Git
        : KubernetesImport.FitsTable(text) ? ImportFormat.Kubernetes
        : null;

    /// <summary>A chat names who speaks; a log does not.</summary>
    private static (ImportFormat Format, ImportReading Reading) ReadChat(
        string text,
        ImportFormat? format,
        ImportPlace place,
        ImportReading reading
    )
    {
        var chat = ChatLog.Read(text, new(place.Now, place.Zone, place.Date, place.Since));
        var isNamed = chat.Messages.Any(m => m is { Name: not null, At: not null });
        if (format is null && !isNamed && LogImport.Fits(text))
        {
            LogImport.Read(text, place, reading);
            return (ImportFormat.Log, reading);
        }

        ChatImport.Add(chat, reading);
        return (ImportFormat.Chat, reading);
    }

    private static void Read(
        ImportFormat format,
        IReadOnlyList<JsonPart> parts,
        ImportReading reading
    )
    {
        switch (format)
        {
            case ImportFormat.Terraform:
                TerraformImport.Read(parts, reading);
                break;
            case ImportFormat.Ansible:
                AnsibleImport.Read(parts, reading);
                break;
            case ImportFormat.CloudTrail:
                CloudTrailImport.Read(parts, reading);
                break;
            case ImportFormat.Kubernetes:
                KubernetesImport.Read(parts, reading);
                break;
            case ImportFormat.Deployments:
                DeploymentImport.Read(parts, reading);
                break;
            case ImportFormat.Slack:
                new SlackImport(reading).ReadMessages(parts, null);
                break;
            case ImportFormat.Log:
                LogImport.Read(parts, reading);
                break;
            default:
                reading.Refuse(1, "The text", "is JSON, which this format is not");
                break;
        }
    }

    private static void Read(
        ImportFormat format,
        string text,
        ImportPlace place,
        ImportReading reading
    )
    {
        switch (format)
        {
            case ImportFormat.Log:
                LogImport.Read(text, place, reading);
                break;
            case ImportFormat.Git:
                GitImport.Read(text, reading);
                break;
            case ImportFormat.Kubernetes:
                KubernetesImport.ReadTable(text, place, reading);
                break;
            default:
                // Its lines are named one by one.
                Read(format, JsonParts.Read(text, reading), reading);
                break;
        }
    }
}

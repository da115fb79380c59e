using Pir.Contracts.Timeline;

namespace Pir.Contracts.Api;

/// <summary>What an import is read as.</summary>
public enum ImportFormat
{
    /// <summary>Messages copied from any chat that shows names and times.</summary>
    Chat,

    /// <summary>Slack's export: its zip, a JSON file of it, or an answer of its API.</summary>
    Slack,

    /// <summary>The output of Terraform or OpenTofu with <c>-json</c>.</summary>
    Terraform,

    /// <summary>The output of Ansible's json or jsonl callback.</summary>
    Ansible,

    /// <summary><c>kubectl get events</c>, as a table or as JSON.</summary>
    Kubernetes,

    /// <summary>AWS CloudTrail: a log file or <c>lookup-events</c>.</summary>
    CloudTrail,

    /// <summary><c>git log</c>, also as hash, ISO date, author and subject in a line.</summary>
    Git,

    /// <summary>Deployment events of GitHub or GitLab, or change events of PagerDuty.</summary>
    Deployments,

    /// <summary>Lines of a log that begin with a time.</summary>
    Log,
}

/// <summary>Something to import into a timeline; the preview saves nothing.</summary>
/// <param name="Text">Pasted text: up to 500,000 characters. Either this or a file.</param>
/// <param name="File">The content of a file in Base64, for example a zip: up to 7 MB.</param>
/// <param name="Format">Default: detected.</param>
/// <param name="Zone">
/// IANA name of the time zone of times that show none. Default: UTC.
/// </param>
/// <param name="Date">
/// Day of the first time, if the text shows none. Default: the first day from the incident's start
/// on which nothing is in the future.
/// </param>
/// <param name="From">
/// Earlier entries are left out. Default, except for a pasted chat: a day before the incident.
/// </param>
/// <param name="To">Later entries are left out. Default: a day after the incident.</param>
public sealed record PreviewImportRequest(
    string? Text = null,
    byte[]? File = null,
    ImportFormat? Format = null,
    string? Zone = null,
    DateOnly? Date = null,
    DateTime? From = null,
    DateTime? To = null
);

/// <summary>What can be imported, to be chosen from.</summary>
/// <param name="Format">As given or detected.</param>
/// <param name="Items">In the order of their times: at most 500.</param>
/// <param name="More">Number of further entries; narrow the time to see them.</param>
/// <param name="Problems">Parts that could not be read. The others are not affected.</param>
/// <param name="LeftOut">What became no entry, by reason.</param>
public sealed record ImportPreviewResponse(
    ImportFormat Format,
    IReadOnlyList<ImportCandidate> Items,
    int More,
    IReadOnlyList<ImportProblem> Problems,
    IReadOnlyList<ImportLeftOut> LeftOut
);

/// <summary>An entry that can be imported.</summary>
/// <param name="Source">Where it comes from, for example <c>slack</c>.</param>
/// <param name="ExternalId">What its source calls it; it is imported only once.</param>
/// <param name="OccurredAt">Missing if the text shows no time.</param>
/// <param name="SaidBy">Missing if the text does not say.</param>
/// <param name="Link">Its address at its source.</param>
/// <param name="Line">Line of the text it starts on, from 1.</param>
/// <param name="IsSuggested">A decision, an action or a change, by its words.</param>
/// <param name="IsBot">Written by a program.</param>
/// <param name="IsKnown">It is on the timeline already.</param>
/// <param name="Doubt">What is to be checked about its time; missing if nothing.</param>
public sealed record ImportCandidate(
    string Source,
    string ExternalId,
    DateTime? OccurredAt,
    TimelineEntryKind Kind,
    string Text,
    string? SaidBy,
    string? Link,
    int Line,
    bool IsSuggested,
    bool IsBot,
    bool IsKnown,
    string? Doubt
);

/// <summary>A part that could not be read.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">Its beginning.</param>
/// <param name="Rule">The broken rule, for example "is not valid JSON".</param>
public sealed record ImportProblem(int Line, string Text, string Rule);

/// <summary>What became no entry.</summary>
/// <param name="Reason">For example "joins and parts".</param>
public sealed record ImportLeftOut(string Reason, int Count);

/// <summary>The chosen entries, all of which are added or none.</summary>
/// <param name="Items">Up to 500, each with a source and an external id.</param>
public sealed record ImportEntriesRequest(IReadOnlyList<RecordEntryRequest>? Items);

/// <summary>The imported entries.</summary>
/// <param name="Items">In the order of the request; entries that were known are included.</param>
/// <param name="Added">How many of them are new.</param>
public sealed record ImportEntriesResponse(IReadOnlyList<EntryResponse> Items, int Added);

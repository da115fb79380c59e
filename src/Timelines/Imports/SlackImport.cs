using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>
/// Messages of Slack as JSON: a file of an export, or the answer of <c>conversations.history</c>.
/// </summary>
internal sealed partial class SlackImport(ImportReading reading)
{
    private static readonly HashSet<string> Silent = new(
        [
            "channel_join",
            "channel_leave",
            "group_join",
            "group_leave",
            "channel_topic",
            "channel_purpose",
            "channel_name",
            "channel_archive",
            "channel_unarchive",
            "pinned_item",
            "reminder_add",
            "tombstone",
        ],
        StringComparer.Ordinal
    );

    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);

    internal static bool Fits(JsonElement part) =>
        part.Text("ts") is { } ts && TimeOf(ts) is not null
        || part.Each("messages").FirstOrDefault().Text("ts") is not null;

    /// <summary>Reads who is who, from users.json.</summary>
    internal void ReadUsers(IEnumerable<JsonPart> users)
    {
        foreach (var (user, _) in users)
        {
            Name(user.Text("id"), user.At("profile") ?? user, user);
        }
    }

    /// <param name="channel">Null for messages without one.</param>
    internal void ReadMessages(IEnumerable<JsonPart> parts, string? channel)
    {
        var messages = parts
            .SelectMany(p =>
                p.Value.Text("ts") is null
                    ? p.Value.Each("messages").Select(m => new JsonPart(m, p.Line))
                    : [p]
            )
            .ToList();
        // A message may mention whom a later one shows by name.
        foreach (var (message, _) in messages)
        {
            Name(message.Text("user"), message.At("user_profile"), null);
        }

        foreach (var message in messages)
        {
            Read(message, channel);
        }
    }

    private void Read(JsonPart part, string? channel)
    {
        var (message, line) = part;
        var ts = message.Text("ts");
        if (ts is null || TimeOf(ts) is not { } at)
        {
            reading.Refuse(line, message.GetRawText(), "has no time (ts)");
            return;
        }

        if (Silent.Contains(message.Text("subtype") ?? ""))
        {
            reading.LeaveOut("joins, topics and the like");
            return;
        }

        if (TextOf(message) is not { Length: > 0 } text)
        {
            reading.LeaveOut("messages without text");
            return;
        }

        var isBot = message.Text("bot_id") is not null || message.Text("subtype") == "bot_message";
        var (kind, isSuggested) = Suggestions.Of(text);
        reading.Add(
            new($"{channel}/{ts}", at, kind, text)
            {
                SaidBy = SpeakerOf(message),
                Link = message.Text("permalink"),
                Line = line,
                IsBot = isBot,
                IsSuggested = isSuggested && !isBot,
            }
        );
    }

    private string? SpeakerOf(JsonElement message) =>
        message.Text("user") is { } id && _users.TryGetValue(id, out var name)
            ? name
            : message.Text("username")
                ?? message.Text("bot_profile", "name")
                ?? message.Text("user_profile", "real_name")
                ?? message.Text("user");

    private string TextOf(JsonElement message)
    {
        var texts = new List<string?> { message.Text("text") };
        if (texts[0] is null)
        {
            texts.AddRange(
                message
                    .Each("attachments")
                    .Select(a => a.Text("fallback") ?? a.Text("text") ?? a.Text("title"))
            );
        }

        texts.AddRange(
            message.Each("files").Select(f => f.Text("name") is { } n ? $"(File: {n})" : null)
        );
        return Plain(string.Join('\n', texts.Where(t => t is not null))).Trim();
    }

    /// <summary>Slack's marks for people, channels and links, as people read them.</summary>
    private string Plain(string text) =>
        Mark()
            .Replace(
                text,
                m => Shown(m.Groups["kind"].Value, m.Groups["id"].Value, m.Groups["name"].Value)
            )
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);

    private string Shown(string kind, string id, string name) =>
        kind switch
        {
            "@" => "@" + (name.Length > 0 ? name : _users.GetValueOrDefault(id, id)),
            "#" => "#" + (name.Length > 0 ? name : id),
            "!" => "@" + (name.Length > 0 ? name.TrimStart('@') : id.Split('^')[0]),
            _ => name.Length > 0 && name != id ? $"{name} ({id})" : id,
        };

    private void Name(string? id, JsonElement? profile, JsonElement? user)
    {
        if (id is null)
        {
            return;
        }

        var name =
            profile?.Text("real_name")
            ?? user?.Text("real_name")
            ?? profile?.Text("display_name")
            ?? user?.Text("name");
        if (name is not null)
        {
            _users.TryAdd(id, name);
        }
    }

    /// <summary>Seconds since 1970, with a fraction to tell messages of a channel apart.</summary>
    private static DateTime? TimeOf(string ts) =>
        Stamp().IsMatch(ts)
        && decimal.TryParse(ts, NumberStyles.Number, CultureInfo.InvariantCulture, out var seconds)
            ? DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    [GeneratedRegex(
        @"^\d{9,10}(?:\.\d{1,6})?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Stamp();

    [GeneratedRegex(
        @"<(?<kind>[@#!]?)(?<id>[^<>|]+)(?:\|(?<name>[^<>]*))?>",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Mark();
}

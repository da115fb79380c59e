namespace Pir.Timelines.Imports;

/// <summary>One message of a chat.</summary>
/// <param name="Name">Who wrote it; null if the text does not say.</param>
/// <param name="At">When (UTC); null if the text shows no time, or one that clocks skip.</param>
/// <param name="Line">The line of the text it starts on, from 1.</param>
/// <param name="IsBot">Written by a program.</param>
/// <param name="Doubt">What is to be checked about its time; null if nothing.</param>
public sealed record ChatMessage(
    string? Name,
    DateTime? At,
    string Text,
    int Line = 0,
    bool IsBot = false,
    string? Doubt = null
);

/// <summary>Where and when a chat was copied, for the times that it does not write.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Zone">Of the times in the text.</param>
/// <param name="FirstDay">
/// Day of the first message, if it shows none. If null: the first day from the incident's start
/// on which no message is in the future.
/// </param>
/// <param name="Since">When the incident began (UTC), if it is known.</param>
public sealed record ChatPlace(
    DateTime Now,
    TimeZoneInfo Zone,
    DateOnly? FirstDay = null,
    DateTime? Since = null
);

/// <summary>The messages of a chat, and the lines that belong to none.</summary>
public sealed record ChatReading(
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<LeftOutLine> LeftOut
);

/// <summary>
/// Reads a chat as people copy it from Slack, Teams, Mattermost, Discord, WhatsApp, IRC and others.
/// A line that is not a heading belongs to the message before it, so no word is lost; if nothing
/// says who spoke, nobody is named.
/// </summary>
public static class ChatLog
{
    public static ChatReading Read(string text, ChatPlace place)
    {
        var (drafts, leftOut) = ChatScanner.Scan(text);
        var times = ChatClock.Read(drafts, place);
        var messages = drafts
            .Zip(times, (draft, time) => Message(draft, time))
            .Where(m => m.Text.Length > 0);
        return new([.. messages], leftOut);
    }

    private static ChatMessage Message(ChatDraft draft, ChatTime time)
    {
        // A heading without text, for example for an image that was not copied, is kept.
        var text = draft is { Text: "", Name: { } name } ? $"({name} wrote no text.)" : draft.Text;
        return new(draft.Name, time.At, text, draft.Line, draft.IsBot, time.Doubt);
    }
}

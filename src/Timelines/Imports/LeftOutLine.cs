namespace Pir.Timelines.Imports;

/// <summary>Why a line of an import becomes part of no entry.</summary>
public enum LeftOutReason
{
    /// <summary>Somebody joins or leaves a channel.</summary>
    JoinOrPart,

    /// <summary>About the chat itself.</summary>
    Notice,

    /// <summary>The name of a day, or the mark of unread messages.</summary>
    Divider,

    /// <summary>Reactions, counts of replies, buttons.</summary>
    Furniture,

    /// <summary>The start of a thread, repeated above a reply.</summary>
    Quote,
}

/// <summary>A line that was left out.</summary>
/// <param name="Line">From 1.</param>
public sealed record LeftOutLine(int Line, string Text, LeftOutReason Reason);

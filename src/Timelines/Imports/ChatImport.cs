namespace Pir.Timelines.Imports;

/// <summary>Messages of a pasted chat.</summary>
internal static class ChatImport
{
    internal static void Add(ChatReading read, ImportReading reading)
    {
        foreach (var message in read.Messages)
        {
            var (kind, isSuggested) = Suggestions.Of(message.Text);
            reading.Add(
                new(null, message.At, kind, message.Text)
                {
                    SaidBy = message.Name,
                    Line = message.Line,
                    IsBot = message.IsBot,
                    IsSuggested = isSuggested && !message.IsBot,
                    Doubt = message.Doubt,
                }
            );
        }

        foreach (var group in read.LeftOut.GroupBy(l => l.Reason))
        {
            reading.LeaveOut(WordsOf(group.Key), group.Count());
        }
    }

    private static string WordsOf(LeftOutReason reason) =>
        reason switch
        {
            LeftOutReason.JoinOrPart => "joins and parts",
            LeftOutReason.Notice => "notices of the chat",
            LeftOutReason.Divider => "names of days",
            LeftOutReason.Quote => "quotes of threads",
            _ => "reactions, counts of replies and buttons",
        };
}

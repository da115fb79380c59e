namespace Pir.Web.Reviews;

/// <summary>One of the eight questions a review asks.</summary>
/// <param name="Word">The name used in the API.</param>
/// <param name="Short">For the ring and the buttons.</param>
internal sealed record ReviewQuestion(int Number, string Word, string Short, string Text);

/// <summary>The questions in the order in which they are asked.</summary>
internal static class ReviewQuestions
{
    public static readonly IReadOnlyList<ReviewQuestion> All =
    [
        new(1, "detect", "Sooner", "Could we have detected it sooner? Did the right alerts fire?"),
        new(2, "diagnose", "Faster", "Could we have diagnosed it faster? Did we have the data?"),
        new(3, "resolve", "Help", "What would have helped us resolve it faster?"),
        new(4, "actions", "Actions", "Which specific actions should we take?"),
        new(5, "luck", "Luck", "Where did we get lucky?"),
        new(6, "learned", "Learned", "What did we learn about how the system behaves?"),
        new(7, "prevent", "Prevent", "How could it have been prevented?"),
        new(8, "well", "Well", "What went well and should be repeated?"),
    ];

    public static ReviewQuestion? Find(string? word) => All.FirstOrDefault(q => q.Word == word);
}

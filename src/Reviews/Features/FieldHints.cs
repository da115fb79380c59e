using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>The hints of the language check for every text of a draft.</summary>
internal static class FieldHints
{
    private const int Most = 200;

    public static IEnumerable<FieldHint> In(Review review, PolicyRules rules)
    {
        var names = review.PeopleNamed.ToList();
        return Texts(review)
            .SelectMany(t =>
                LanguageCheck
                    .Find(t.Text, rules.Phrases, names)
                    .Select(h => new FieldHint(t.Field, h.Start, h.Length, h.Text, h.Kind, h.Ask))
            )
            .Take(Most);
    }

    private static IEnumerable<(string Field, string Text)> Texts(Review review) =>
        new (string, string?)[] { ("summary", review.Summary), ("notes", review.Notes) }
            .Concat(review.Factors.Select(f => (f.Id.ToString(), (string?)f.Title)))
            .Concat(review.Findings.Select(f => (f.Id.ToString(), (string?)f.Text)))
            .Concat(review.Actions.Select(a => (a.Id.ToString(), (string?)a.Title)))
            .Where(t => !string.IsNullOrEmpty(t.Item2))
            .Select(t => (t.Item1, t.Item2!));
}

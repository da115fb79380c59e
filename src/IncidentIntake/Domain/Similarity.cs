using System.Text.RegularExpressions;
using Pir.Contracts.Api;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// How much an open incident looks like one that somebody is about to open. Either the same service
/// or a similar title is needed; the time only puts the likely ones first.
/// </summary>
public sealed partial record Similarity(double Score, IReadOnlyList<SimilarBecause> Because)
{
    private const double EnoughWords = 0.5;
    private static readonly TimeSpan Near = TimeSpan.FromHours(4);

    // They are in every second title.
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "the",
        "and",
        "for",
        "are",
        "not",
        "with",
        "from",
        "has",
        "have",
        "alert",
        "incident",
        "error",
        "errors",
        "returns",
    };

    /// <summary>Null if nothing suggests that both are about the same.</summary>
    public static Similarity? Between(Sketch wanted, Sketch open)
    {
        var because = new List<SimilarBecause>();
        if (wanted.ServiceKey.Length > 0 && wanted.ServiceKey == open.ServiceKey)
        {
            because.Add(SimilarBecause.SameService);
        }

        var words = Overlap(WordsOf(wanted.Title), WordsOf(open.Title));
        if (words >= EnoughWords)
        {
            because.Add(SimilarBecause.SimilarTitle);
        }

        if (because.Count == 0)
        {
            return null;
        }

        var apart = (wanted.DetectedAt - open.DetectedAt).Duration();
        if (apart <= Near)
        {
            because.Add(SimilarBecause.SameTime);
        }

        var isOfService = because[0] == SimilarBecause.SameService;
        var nearness = Math.Max(0, 1 - (apart / Near));
        return new((isOfService ? 2 : 0) + (3 * words) + nearness, because);
    }

    /// <summary>The share of the shorter text's words that the longer one has.</summary>
    private static double Overlap(HashSet<string> a, HashSet<string> b)
    {
        var shorter = Math.Min(a.Count, b.Count);
        return shorter == 0 ? 0 : (double)a.Count(b.Contains) / shorter;
    }

    private static HashSet<string> WordsOf(string title) =>
        [
            .. Word()
                .Matches(title.ToLowerInvariant())
                .Select(m => m.Value)
                .Where(w => !Common.Contains(w)),
        ];

    [GeneratedRegex(@"[\p{L}\p{N}]{3,}", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Word();
}

/// <summary>What two incidents are compared by.</summary>
/// <param name="ServiceKey">Empty for none.</param>
public sealed record Sketch(string Title, string ServiceKey, DateTime DetectedAt);

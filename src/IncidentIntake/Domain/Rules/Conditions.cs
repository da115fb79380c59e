using System.Globalization;
using System.Text.RegularExpressions;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>Conditions that all must hold, compiled once.</summary>
internal sealed partial class Conditions
{
    public const int LongestField = 100;
    public const int LongestValue = 500;

    /// <summary>
    /// Largest product of the bounds in a regular expression such as <c>(a{10}){20}</c>: each
    /// repetition is a copy in memory.
    /// </summary>
    private const int MostRepetitions = 1_000;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<(string Field, Func<string, bool> Holds)> _all;

    public Conditions(IReadOnlyList<AlertCondition> all) =>
        _all = [.. all.Select(c => (c.Field.Trim(), Compile(c)))];

    public bool Match(AlertView alert)
    {
        foreach (var (field, holds) in _all)
        {
            if (!holds(alert.Value(field)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The rule that a regular expression breaks, or null.</summary>
    public static string? CheckPattern(string pattern)
    {
        var repetitions = 1L;
        foreach (Match bound in Bounds().Matches(pattern))
        {
            var last = bound.Groups["to"].Success ? bound.Groups["to"] : bound.Groups["from"];
            repetitions *= Math.Max(1, long.Parse(last.Value, CultureInfo.InvariantCulture));
            if (repetitions > MostRepetitions)
            {
                return $"must not repeat anything more than {MostRepetitions} times";
            }
        }

        try
        {
            _ = Expression(pattern);
            return null;
        }
        catch (NotSupportedException)
        {
            return "must be a regular expression without look-around and backreferences";
        }
        catch (ArgumentException)
        {
            return "must be a valid regular expression";
        }
    }

    private static Func<string, bool> Compile(AlertCondition condition)
    {
        var value = condition.Value.Trim();
        if (condition.Field.Trim().Equals("severity", StringComparison.OrdinalIgnoreCase))
        {
            value = SeverityWords.Parse(value)?.ToWord() ?? value;
        }

        return condition.Operator switch
        {
            AlertOperator.Is => text => text.Equals(value, StringComparison.OrdinalIgnoreCase),
            AlertOperator.IsNot => text => !text.Equals(value, StringComparison.OrdinalIgnoreCase),
            AlertOperator.Contains => text =>
                text.Contains(value, StringComparison.OrdinalIgnoreCase),
            AlertOperator.StartsWith => text =>
                text.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            _ => Matcher(Expression(condition.Value)),
        };
    }

    /// <summary>
    /// Without backtracking, the time is linear in the text. The time-out is a second safeguard; an
    /// expression that takes longer does not match.
    /// </summary>
    private static Func<string, bool> Matcher(Regex expression) =>
        text =>
        {
            try
            {
                return expression.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        };

    private static Regex Expression(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch);

    [GeneratedRegex(
        @"\{(?<from>\d{1,9})(?:,(?<to>\d{1,9})?)?\}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Bounds();
}

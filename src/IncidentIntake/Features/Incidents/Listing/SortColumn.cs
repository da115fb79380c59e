using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>One column of an order. Its values are never null.</summary>
internal abstract class SortColumn
{
    public static SortColumn Ascending<T>(Expression<Func<Incident, T>> key)
        where T : IComparable<T> => new Column<T>(key, IsDescending: false);

    public static SortColumn Descending<T>(Expression<Func<Incident, T>> key)
        where T : IComparable<T> => new Column<T>(key, IsDescending: true);

    public abstract IOrderedQueryable<Incident> SortFirst(IQueryable<Incident> rows);

    public abstract IOrderedQueryable<Incident> SortNext(IOrderedQueryable<Incident> rows);

    /// <summary>The value of an incident as text.</summary>
    public abstract string Write(Incident incident);

    /// <summary>Compares a row with a written value; null for a text that is no value.</summary>
    public abstract Compared? Compare(ParameterExpression row, string written);

    private sealed class Column<T>(Expression<Func<Incident, T>> key, bool IsDescending)
        : SortColumn
        where T : IComparable<T>
    {
        private static readonly MethodInfo CompareTexts = typeof(string).GetMethod(
            nameof(string.Compare),
            [typeof(string), typeof(string)]
        )!;

        private readonly Func<Incident, T> _read = key.Compile();

        public override IOrderedQueryable<Incident> SortFirst(IQueryable<Incident> rows) =>
            IsDescending ? rows.OrderByDescending(key) : rows.OrderBy(key);

        public override IOrderedQueryable<Incident> SortNext(IOrderedQueryable<Incident> rows) =>
            IsDescending ? rows.ThenByDescending(key) : rows.ThenBy(key);

        public override string Write(Incident incident) =>
            _read(incident) switch
            {
                DateTime time => time.Ticks.ToString(CultureInfo.InvariantCulture),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };

        public override Compared? Compare(ParameterExpression row, string written)
        {
            if (Read(written) is not { } value)
            {
                return null;
            }

            var its = Expression.Invoke(key, row);
            // A captured value becomes a parameter of the query.
            Expression<Func<T>> captured = () => (T)value;
            var (left, right) =
                typeof(T) == typeof(string)
                    ? (
                        Expression.Call(CompareTexts, its, captured.Body),
                        (Expression)Expression.Constant(0)
                    )
                    : ((Expression)its, captured.Body);
            return IsDescending
                ? new(
                    Expression.LessThan(left, right),
                    Expression.Equal(its, captured.Body),
                    Expression.LessThanOrEqual(left, right)
                )
                : new(
                    Expression.GreaterThan(left, right),
                    Expression.Equal(its, captured.Body),
                    Expression.GreaterThanOrEqual(left, right)
                );
        }

        private static object? Read(string written)
        {
            if (typeof(T) == typeof(string))
            {
                return written.Contains('\0', StringComparison.Ordinal) ? null : written;
            }

            if (
                !long.TryParse(
                    written,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
            {
                return null;
            }

            return typeof(T) == typeof(DateTime) ? ReadTime(number)
                : typeof(T) == typeof(long) ? number
                : number is >= int.MinValue and <= int.MaxValue ? (int)number
                : null;
        }

        private static DateTime? ReadTime(long ticks) =>
            ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
                ? new DateTime(ticks, DateTimeKind.Utc)
                : null;
    }
}

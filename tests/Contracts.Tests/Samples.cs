using System.Reflection;
using Pir.Contracts.Events;

namespace Pir.Contracts.Tests;

/// <summary>
/// Creates a record of any type with its constructor, with values that depend only on names and
/// positions, so that a new event automatically has a sample.
/// </summary>
internal sealed class Samples
{
    private static readonly DateTime Start = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private readonly NullabilityInfoContext _nullability = new();
    private readonly bool _isFull;
    private int _count;

    private Samples(bool isFull) => _isFull = isFull;

    /// <summary>Every field has a value, every list one item.</summary>
    public static IEvent Full(Type record) => (IEvent)new Samples(isFull: true).Make(record, "");

    /// <summary>Optional fields are missing, and every list is empty.</summary>
    public static IEvent Bare(Type record) => (IEvent)new Samples(isFull: false).Make(record, "");

    private object Make(Type type, string name)
    {
        _count++;
        return type switch
        {
            _ when type == typeof(string) => name,
            _ when type == typeof(Guid) => Guid.Parse($"01900000-0000-7000-8000-{_count:d12}"),
            _ when type == typeof(DateTime) => Start.AddMinutes(_count),
            _ when type == typeof(int) => _count,
            _ when type == typeof(bool) => true,
            { IsEnum: true } => Enum.GetValues(type).GetValue(0)!,
            { IsGenericType: true }
                when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(
                type.GetGenericArguments()[0],
                name
            ),
            _ when type.Namespace!.StartsWith("Pir.Contracts", StringComparison.Ordinal) => Record(
                type
            ),
            _ => throw new NotSupportedException(
                $"{type} {name}: events carry strings, numbers, times, words, records and lists "
                    + "of these."
            ),
        };
    }

    private Array List(Type item, string name)
    {
        var list = Array.CreateInstance(item, _isFull ? 1 : 0);
        if (_isFull)
        {
            list.SetValue(Make(item, name), 0);
        }

        return list;
    }

    private object Record(Type type)
    {
        var constructors = type.GetConstructors();
        if (Array.Find(constructors, c => c.GetParameters().Length == 0) is not { } empty)
        {
            var constructor = constructors.Single();
            return constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
        }

        var made = empty.Invoke(null);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            property.SetValue(made, Argument(property));
        }

        return made;
    }

    private object? Argument(PropertyInfo property) =>
        Argument(property.PropertyType, property.Name, _nullability.Create(property));

    private object? Argument(ParameterInfo parameter) =>
        Argument(parameter.ParameterType, parameter.Name!, _nullability.Create(parameter));

    private object? Argument(Type type, string name, NullabilityInfo nullability)
    {
        var value = Nullable.GetUnderlyingType(type);
        var isOptional = value is not null || nullability.WriteState == NullabilityState.Nullable;
        return isOptional && !_isFull ? null : Make(value ?? type, name);
    }
}

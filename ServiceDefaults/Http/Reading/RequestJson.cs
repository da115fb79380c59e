using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pir.Contracts.Events;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads the JSON of every request. What would break the code behind it is refused here, with the
/// name of its field.
/// </summary>
internal static class RequestJson
{
    /// <summary>The rule for lists and dictionaries.</summary>
    public const string NullRule = "must not contain null";

    public static void Apply(JsonSerializerOptions options)
    {
        // Must come before the event converters, which only read our own output.
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new TimeConverter());
        EventJson.Apply(options);
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.TypeInfoResolver = (
            options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()
        ).WithAddedModifier(RefuseNullElements);
    }

    private static void RefuseNullElements(JsonTypeInfo type)
    {
        if (
            type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
            && type.ElementType is { IsValueType: false }
        )
        {
            type.OnDeserialized = RefuseNullElements;
        }
    }

    private static void RefuseNullElements(object collection)
    {
        var elements = collection is IDictionary dictionary
            ? dictionary.Values
            : (IEnumerable)collection;
        foreach (var element in elements)
        {
            if (element is null)
            {
                throw new JsonException(NullRule);
            }
        }
    }
}

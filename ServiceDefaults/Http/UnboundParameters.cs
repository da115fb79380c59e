using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Finds the query parameter that could not be read. A handler bound at build time answers a bare
/// 400 if an optional parameter cannot be parsed. This names the parameter and the reason.
/// </summary>
internal static class UnboundParameters
{
    private static readonly MethodInfo ParsesMethod = typeof(UnboundParameters).GetMethod(
        nameof(Parses),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    /// <exception cref="BadHttpRequestException">
    /// Has the same message as the framework's for a required parameter.
    /// </exception>
    public static ValueTask<object?> FilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (http.Response.StatusCode == StatusCodes.Status400BadRequest)
        {
            foreach (var parameter in ParametersOf(http))
            {
                ThrowIfUnreadable(http.Request.Query, parameter);
            }
        }

        return next(context);
    }

    private static IEnumerable<IParameterBindingMetadata> ParametersOf(HttpContext http) =>
        http.GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(p => p.HasTryParse)
        ?? [];

    private static void ThrowIfUnreadable(
        IQueryCollection query,
        IParameterBindingMetadata parameter
    )
    {
        var name = QueryParameters.NameOf(parameter);
        var declared = parameter.ParameterInfo.ParameterType;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var given = query[name].ToString();
        if (given.Length > 0 && !CanParse(type, given))
        {
            throw new BadHttpRequestException(
                $"Failed to bind parameter \"{type.FullName} {name}\" from \"{given}\"."
            );
        }
    }

    private static bool CanParse(Type type, string given)
    {
        if (type.IsEnum)
        {
            return Enum.TryParse(type, given, ignoreCase: true, out _);
        }

        var isParsable = Array.Exists(
            type.GetInterfaces(),
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>)
        );
        return !isParsable || ParsesMethod.MakeGenericMethod(type).Invoke(null, [given]) is true;
    }

    private static bool Parses<T>(string given)
        where T : IParsable<T> => T.TryParse(given, CultureInfo.InvariantCulture, out _);
}

using Microsoft.AspNetCore.Http;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// A request that cannot be read. The response is 400, or 413 if the request is too large.
/// </summary>
/// <param name="name">
/// The field that breaks the rule; null if the rule is not about a field.
/// </param>
/// <param name="rule">Begins with <c>must</c> and follows the field.</param>
public sealed class UnreadableRequestException(
    string? name,
    string rule,
    int status = StatusCodes.Status400BadRequest,
    Exception? cause = null
) : BadHttpRequestException($"{name ?? "The request"} {rule}.", status, cause!)
{
    public string? Field => name;

    public string Rule => rule;
}

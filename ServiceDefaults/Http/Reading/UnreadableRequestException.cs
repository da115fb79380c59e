using Microsoft.AspNetCore.Http;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// A request that nobody can read: answered 400, or 413 where there is too much of it.
/// </summary>
/// <param name="name">The field that breaks the rule; null where it is not about one.</param>
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

namespace Pir.Gateway.Domain;

/// <summary>
/// A changing operation of a service that the audit log has a line about each time it succeeds.
/// </summary>
/// <param name="Name">
/// Operation of the API; one that ends in a colon stands for the operation of each service.
/// </param>
/// <param name="Template">
/// Its path, with parameters in braces. The first of them says what it was done to.
/// </param>
/// <param name="Action">What the log calls it, e.g. <c>source-created</c>.</param>
/// <param name="Subject">Kind of what it was done to, e.g. <c>source</c>.</param>
public sealed record AuditedOperation(
    string Name,
    string Method,
    string Template,
    string Action,
    string Subject
)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>
    /// Whether the request is this operation, and what it is about; <c>""</c> where its path does
    /// not say.
    /// </summary>
    public bool Matches(string method, string path, out string subjectId)
    {
        subjectId = "";
        var asked = path.TrimEnd('/').Split('/');
        if (
            !string.Equals(method, Method, StringComparison.OrdinalIgnoreCase)
            || asked.Length != _segments.Length
        )
        {
            return false;
        }

        for (var i = 0; i < asked.Length; i++)
        {
            if (_segments[i].StartsWith('{'))
            {
                subjectId = subjectId.Length == 0 ? Uri.UnescapeDataString(asked[i]) : subjectId;
            }
            else if (!string.Equals(asked[i], _segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}

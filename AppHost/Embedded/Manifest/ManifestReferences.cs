namespace Aspire.Hosting.Publishing;

/// <summary>Turns values into manifest expressions and remembers which undeclared resources they need.</summary>
internal sealed class ManifestReferences
{
    private readonly List<ParameterResource> _parameters = [];
    private readonly HashSet<ParameterResource> _uriEncoded = [];
    private readonly Dictionary<string, ReferenceExpression> _conditionals = new(
        StringComparer.Ordinal
    );

    /// <summary>Parameters that were referred to, in order of their first mention.</summary>
    public IReadOnlyList<ParameterResource> Parameters => _parameters;

    public IEnumerable<ReferenceExpression> Conditionals => _conditionals.Values;

    public bool IsUriEncoded(ParameterResource parameter) => _uriEncoded.Contains(parameter);

    public static string UriEncodedName(ParameterResource parameter) =>
        $"{parameter.Name}-uri-encoded";

    public string Render(object value)
    {
        if (value is string literal)
            return literal;
        Remember(value, []);
        return value is ReferenceExpression expression
            ? Render(expression)
            : ((IManifestExpressionProvider)value).ValueExpression;
    }

    private string Render(ReferenceExpression expression)
    {
        Remember(expression, []);
        return expression.ConditionalName is null
            ? string.Concat(expression.Parts.Select(RenderPart))
            : expression.ValueExpression;
    }

    private string RenderPart(ReferenceExpression.Part part)
    {
        if (part.Literal is { } literal)
            return literal;
        if (part is { Format: "uri", Provider: ParameterResource parameter })
        {
            _uriEncoded.Add(parameter);
            return $"{{{UriEncodedName(parameter)}.value}}";
        }
        return ((IManifestExpressionProvider)part.Provider!).ValueExpression;
    }

    private void Remember(object value, HashSet<object> seen)
    {
        if (!seen.Add(value))
            return;
        if (value is ParameterResource parameter && !_parameters.Contains(parameter))
            _parameters.Add(parameter);
        if (value is ReferenceExpression { ConditionalName: { } name } conditional)
            _conditionals.TryAdd(name, conditional);
        foreach (var reference in (value as IValueWithReferences)?.References ?? [])
            Remember(reference, seen);
    }
}

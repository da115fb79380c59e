using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A string made of literals and references to values that are known later: real values when the application runs,
/// expressions in the manifest.
/// </summary>
public sealed class ReferenceExpression
    : IValueProvider,
        IManifestExpressionProvider,
        IValueWithReferences
{
    private ReferenceExpression(IReadOnlyList<Part> parts) => Parts = parts;

    public static ReferenceExpression Empty { get; } = new([]);

    internal IReadOnlyList<Part> Parts { get; }

    /// <summary>Set on a conditional expression, which the manifest carries as a value of its own under this name.</summary>
    internal string? ConditionalName { get; private init; }

    private Conditional? Choice { get; init; }

    public string ValueExpression =>
        ConditionalName is { } name
            ? $"{{{name}.connectionString}}"
            : string.Concat(Parts.Select(p => p.Literal ?? Expression(p.Provider!)));

    public IEnumerable<object> References =>
        Choice is { } choice
            ? [choice.Condition, .. choice.WhenTrue.References, .. choice.WhenFalse.References]
            : Parts.Where(p => p.Provider is not null).Select(p => (object)p.Provider!);

    /// <summary>The branch that a manifest describes, where nothing is known of the running endpoint.</summary>
    internal ReferenceExpression? ManifestBranch => Choice?.WhenFalse;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) =>
        new(handler.Parts);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        if (Choice is { } choice)
        {
            var met = await choice.Condition.GetValueAsync(cancellationToken) == bool.TrueString;
            return await (met ? choice.WhenTrue : choice.WhenFalse).GetValueAsync(
                cancellationToken
            );
        }
        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            var value = part.Literal ?? await part.Provider!.GetValueAsync(cancellationToken);
            text.Append(part.Format == "uri" ? Uri.EscapeDataString(value ?? "") : value);
        }
        return text.ToString();
    }

    /// <summary>Chooses by an endpoint's TLS setting, as Aspire does for Redis; named by a hash of its content so that the name is stable.</summary>
    internal static ReferenceExpression WhenTls(
        EndpointReference endpoint,
        ReferenceExpression enabled,
        ReferenceExpression disabled
    )
    {
        var condition = endpoint.Property(EndpointProperty.TlsEnabled);
        var content =
            condition.ValueExpression
            + enabled.ValueExpression
            + disabled.ValueExpression
            + bool.TrueString;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8];
        var readable = string.Join(
            '-',
            condition
                .ValueExpression.ToLowerInvariant()
                .Split(['{', '.', '}'], StringSplitOptions.RemoveEmptyEntries)
        );
        return new([])
        {
            ConditionalName = $"cond-{readable}-{hash}",
            Choice = new(condition, enabled, disabled),
        };
    }

    private static string Expression(IValueProvider provider) =>
        ((IManifestExpressionProvider)provider).ValueExpression;

    /// <summary>Either a literal or a reference with an optional format (<c>uri</c>: percent-encoded).</summary>
    internal sealed record Part(
        string? Literal,
        IValueProvider? Provider = null,
        string? Format = null
    );

    private sealed record Conditional(
        EndpointReferenceExpression Condition,
        ReferenceExpression WhenTrue,
        ReferenceExpression WhenFalse
    );

    /// <summary>Collects an interpolated string's literals and references. Nested expressions are flattened.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(
        int literalLength,
        int formattedCount
    )
    {
        private readonly List<Part> _parts = new(
            formattedCount + Math.Min(literalLength, formattedCount + 1)
        );

        internal IReadOnlyList<Part> Parts => _parts;

        public void AppendLiteral(string value) => _parts.Add(new(value));

        public void AppendFormatted(string? value) => _parts.Add(new(value ?? ""));

        public void AppendFormatted(string? value, string? format) =>
            _parts.Add(new(format == "uri" ? Uri.EscapeDataString(value ?? "") : value ?? ""));

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider =>
            AppendFormatted(valueProvider, format: null);

        public void AppendFormatted<T>(T valueProvider, string? format)
            where T : IValueProvider, IManifestExpressionProvider
        {
            if (valueProvider is ReferenceExpression { Choice: null } nested && format is null)
            {
                _parts.AddRange(nested.Parts);
                return;
            }
            _parts.Add(new(null, valueProvider, format));
        }

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider =>
            AppendFormatted(valueProvider.Resource, format: null);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Pir.Contracts.Texts;

namespace Pir.ServiceDefaults.Http.Reading;

/// <summary>
/// Reads all forms. An unreadable form is refused, and texts are cleaned like those of the API. NUL
/// is dropped, because nobody types it.
/// </summary>
internal sealed class ReadableForm(HttpRequest request, FormOptions options) : IFormFeature
{
    private readonly FormFeature _form = new(request, options);
    private Task<IFormCollection>? _read;

    public bool HasFormContentType => _form.HasFormContentType;

    public IFormCollection? Form
    {
        get => _form.Form;
        set => _form.Form = value;
    }

    public IFormCollection ReadForm() =>
        ReadFormAsync(CancellationToken.None).GetAwaiter().GetResult();

    public Task<IFormCollection> ReadFormAsync(CancellationToken cancellationToken) =>
        _read ??= ReadAsync(cancellationToken);

    private async Task<IFormCollection> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var form = Clean(await _form.ReadFormAsync(cancellationToken));
            _form.Form = form;
            return form;
        }
        catch (InvalidDataException exception)
        {
            // Only the framework's message tells whether one of its limits was exceeded.
            var isTooLarge =
                exception.Message.Contains("limit", StringComparison.Ordinal)
                && exception.Message.Contains("exceeded", StringComparison.Ordinal);
            throw isTooLarge
                ? new UnreadableRequestException(null, "holds too much", 413, exception)
                : new UnreadableRequestException(
                    null,
                    "must be a well-formed form",
                    400,
                    exception
                );
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new UnreadableRequestException(null, "must be a complete form", 400, exception);
        }
    }

    private static IFormCollection Clean(IFormCollection form)
    {
        if (form.All(field => IsClean(field.Key) && field.Value.All(IsClean)))
        {
            return form;
        }

        var fields = form.GroupBy(field => Clean(field.Key), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                group => group.Key,
                group => new StringValues([.. group.SelectMany(f => f.Value.Select(Clean))]),
                StringComparer.OrdinalIgnoreCase
            );
        return new FormCollection(fields, form.Files);
    }

    private static bool IsClean(string? text) => ReferenceEquals(Clean(text), text);

    private static string Clean(string? text)
    {
        var clean = (text ?? "").WithoutNul().Cleaned();
        return clean == text ? text : clean;
    }
}

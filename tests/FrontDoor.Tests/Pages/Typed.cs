using AngleSharp.Html.Dom;

namespace Pir.FrontDoor.Tests.Pages;

/// <summary>Input for every field of a form, by the kind of the field.</summary>
/// <param name="Short">
/// For a field that accepts fewer characters than <paramref name="Text"/> has.
/// </param>
internal sealed record Typed(string Text, string Short, string Url, string Email)
{
    // A select, a date or a number takes no free text.
    private static readonly string[] TextKinds = ["text", "search", "url", "email", "tel"];

    public static bool IsText(IHtmlElement field) =>
        field switch
        {
            IHtmlTextAreaElement area => !area.IsReadOnly,
            IHtmlInputElement input => !input.IsReadOnly && TextKinds.Contains(input.Type),
            _ => false,
        };

    public void Into(IHtmlElement field)
    {
        if (field is IHtmlTextAreaElement area)
        {
            area.Value = Fitting(area.MaxLength);
        }
        else if (field is IHtmlInputElement input)
        {
            input.Value = input.Type switch
            {
                "email" => Email,
                "url" => Url,
                _ => Fitting(input.MaxLength),
            };
        }
    }

    private string Fitting(int most) =>
        most <= 0 || most >= Text.Length ? Text : Short[..Math.Min(most, Short.Length)];
}

using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Pir.Formatting;

/// <summary>
/// The last filter of the renderer: only these elements, attributes and URLs pass, whatever the
/// earlier stages produced.
/// </summary>
internal static class SafeHtml
{
    private const string Tags =
        "a b blockquote br code del details div em h1 h2 h3 h4 h5 h6 hr i input ins kbd li mark "
        + "ol p pre s small strong sub summary sup table tbody td th thead tr u ul";

    private const string Attributes = "href id class start type checked disabled";

    private const string Classes =
        "is-centered is-right task-list-item contains-task-list footnotes footnote-ref "
        + "footnote-back-ref markdown-alert markdown-alert-title markdown-alert-note "
        + "markdown-alert-tip markdown-alert-important markdown-alert-warning "
        + "markdown-alert-caution prose__plain";

    private static readonly HtmlSanitizerOptions Options = new()
    {
        AllowedTags = Set(Tags),
        AllowedAttributes = Set(Attributes),
        AllowedClasses = Set(Classes),
        AllowedSchemes = Set("http https mailto"),
        UriAttributes = Set("href"),
        AllowedCssProperties = Set(""),
        AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
    };

    public static string Clean(string html, string name)
    {
        var sanitizer = new HtmlSanitizer(Options) { KeepChildNodes = true };
        sanitizer.PostProcessNode += (_, e) => Finish(e.Node, name);
        return HtmlText.Of(sanitizer.SanitizeDom(html).Body!);
    }

    private static void Finish(INode node, string name)
    {
        if (node is not IElement element)
        {
            return;
        }

        if (element.Id is { Length: > 0 } id)
        {
            element.Id = $"{name}-{id}";
        }

        switch (element)
        {
            case IHtmlAnchorElement link:
                Finish(link, name);
                break;
            case IHtmlInputElement box:
                // Only the check boxes of task lists, which are read-only.
                box.SetAttribute("type", "checkbox");
                box.SetAttribute("disabled", "");
                box.SetAttribute("aria-label", box.IsChecked ? "Done" : "To do");
                break;
            case IHtmlTableElement or IHtmlPreElement:
                // Content wider than the page scrolls on its own, also with the keyboard.
                element.SetAttribute("tabindex", "0");
                break;
        }
    }

    private static void Finish(IHtmlAnchorElement link, string name)
    {
        var address = link.GetAttribute("href");
        if (!Links.IsSafe(address))
        {
            link.Replace([.. link.ChildNodes]);
        }
        else if (address!.StartsWith('#'))
        {
            link.SetAttribute("href", $"#{name}-{address[1..]}");
            if (link.ClassList.Contains("footnote-back-ref"))
            {
                link.SetAttribute("aria-label", "Back to the text");
            }
        }
        else
        {
            link.SetAttribute("rel", "noopener noreferrer nofollow");
        }
    }

    private static HashSet<string> Set(string words) =>
        new(
            words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            StringComparer.OrdinalIgnoreCase
        );
}

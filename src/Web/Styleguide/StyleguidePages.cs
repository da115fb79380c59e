using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Styleguide;

/// <summary>Every component in every state, for developers and designers.</summary>
internal static class StyleguidePages
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        everybody.MapGet(Exhibit.Nowhere, () => Page.Show<StyleguidePage, StyleguideModel>(new()));
        everybody.MapPost(Exhibit.Nowhere, Pretend);
    }

    // The forms on the page are inert examples.
    private static SeeOther Pretend(HttpContext context)
    {
        Flash.Put(context, "styleguide");
        return new(Exhibit.Nowhere);
    }
}

/// <summary>The data is fictional, so there is nothing to load.</summary>
public sealed record StyleguideModel;

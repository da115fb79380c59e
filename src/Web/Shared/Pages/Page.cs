using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Pir.Web.Shared.Pages;

/// <summary>A page shows a model and loads nothing itself.</summary>
public abstract class Page<TModel> : ComponentBase
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}

/// <summary>Responds to a request with a page.</summary>
internal static class Page
{
    public static IResult Show<TPage, TModel>(
        TModel model,
        Refusal? refusal = null,
        int? status = null
    )
        where TPage : Page<TModel> => new PageResult<TPage>(model, refusal, status);

    private sealed class PageResult<TPage>(object? model, Refusal? refusal, int? status) : IResult
        where TPage : IComponent
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Items[typeof(Refusal)] = refusal;
            var parameters = new Dictionary<string, object?> { ["Model"] = model };
            return new RazorComponentResult<TPage>(parameters)
            {
                StatusCode = status ?? (refusal is null ? 200 : 422),
                PreventStreamingRendering = true,
            }.ExecuteAsync(httpContext);
        }
    }
}

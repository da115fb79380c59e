using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>Changes the incidents that are selected in the list.</summary>
internal sealed class BulkPages(
    IntakeClient intake,
    Forms forms,
    IncidentListPages incidents,
    ViewPages views
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Incidents);
        writing.MapPost(
            "/incidents/bulk",
            (BulkPages p, CancellationToken ct) => p.ChangeAsync(ct)
        );
        writing.MapPost(
            "/incidents/bulk/undo",
            (BulkPages p, CancellationToken ct) => p.UndoAsync(ct)
        );
        writing.MapGet("/incidents/bulk", () => new SeeOther("/incidents"));
        writing.MapGet("/incidents/bulk/undo", () => new SeeOther("/incidents"));
    }

    private Task<IResult> ChangeAsync(CancellationToken ct) =>
        forms.ShowAsync(
            BulkForm.Name,
            async form =>
            {
                var selected = form.Flag("page")
                    ? form.Words("shown") ?? []
                    : form.Many("incident");
                if (selected.Count == 0)
                {
                    throw new ApiException(
                        ApiProblem.Field("incidents", "must be selected in the list")
                    );
                }

                var result = form.Text("do") switch
                {
                    "delete" => await DeleteAsync(form, selected, ct),
                    "close" => await intake.ChangeAsync(
                        new() { Incidents = selected, Close = true },
                        ct
                    ),
                    _ => await intake.ChangeAsync(Read(form, selected), ct),
                };
                return await ShowAsync(form.Text("query"), null, result, ct);
            },
            refusal => ShowAsync(refusal.Value("query"), refusal, null, ct)
        );

    private Task<IResult> UndoAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "bulk-undo",
            async form =>
            {
                var items = new List<BulkLine>();
                foreach (var request in ReadUndo(form))
                {
                    items.AddRange((await intake.ChangeAsync(request, ct)).Items);
                }

                return await ShowAsync(form.Text("query"), null, new(items, []), ct);
            },
            refusal => ShowAsync(refusal.Value("query"), refusal, null, ct)
        );

    private Task<BulkResponse> DeleteAsync(
        FormReader form,
        IReadOnlyList<string> selected,
        CancellationToken ct
    ) =>
        form.Flag("sure")
            ? intake.DeleteAsync(new(selected), ct)
            : throw new ApiException(
                ApiProblem.Field("incidents", "are deleted once you tick “Delete for good”")
            );

    private static ChangeIncidentsRequest Read(FormReader form, IReadOnlyList<string> selected)
    {
        var context = new IncidentContext();
        foreach (var field in IncidentContext.Fields)
        {
            context = field.Set(context, form.Text(field.Name));
        }

        return new(context)
        {
            Incidents = selected,
            Severity = form.Choice<Severity>("severity"),
            Role = form.Choice<IncidentRole>("role"),
            Name = form.Text("name"),
        };
    }

    private static List<ChangeIncidentsRequest> ReadUndo(FormReader form)
    {
        try
        {
            return JsonSerializer.Deserialize<List<ChangeIncidentsRequest>>(
                    form.Required("undo"),
                    EventJson.Options
                ) ?? [];
        }
        catch (JsonException)
        {
            throw new ApiException(ApiProblem.Field("undo", "must be as the page had it"));
        }
    }

    private Task<IResult> ShowAsync(
        string? query,
        Refusal? refusal,
        BulkResponse? result,
        CancellationToken ct
    ) => incidents.ShowAsync(views.FilterOf(query ?? ""), refusal, ct, result);
}

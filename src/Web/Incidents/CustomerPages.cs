using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Incidents;

/// <summary>The restricted list of the customers that an incident affected.</summary>
/// <param name="Csv">The text of the import that was just tried.</param>
/// <param name="Outcome">Of that import.</param>
public sealed record CustomersModel(
    Incident Incident,
    IReadOnlyList<ImpactedCustomerResponse> Customers,
    string? Csv = null,
    CustomerImportResponse? Outcome = null
);

/// <summary>Shows and changes the customers that an incident affected.</summary>
internal sealed class CustomerPages(IntakeClient intake, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var allowed = pages.For(Scopes.Customers);
        allowed.MapGet(
            "/incidents/{id}/customers",
            (string id, CustomerPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        allowed.MapPost(
            "/incidents/{id}/customers/import",
            (string id, CustomerPages p, CancellationToken ct) => p.ImportAsync(id, ct)
        );
        allowed.MapPost(
            "/incidents/{id}/customers/{customer:guid}",
            (string id, Guid customer, CustomerPages p, CancellationToken ct) =>
                p.RemoveAsync(id, customer, ct)
        );
        // Reached by reloading the page after a form was refused.
        allowed.MapGet(
            "/incidents/{id}/customers/{verb}",
            (string id, string verb) => new SeeOther(AddressOf(id))
        );
    }

    public static string AddressOf(string id) => $"/incidents/{Uri.EscapeDataString(id)}/customers";

    private async Task<IResult> ShowAsync(
        string id,
        Refusal? refusal,
        CancellationToken ct,
        string? csv = null,
        CustomerImportResponse? outcome = null
    )
    {
        var incident = intake.GetAsync(id, ct);
        var customers = intake.CustomersAsync(id, ct);
        return Page.Show<CustomersPage, CustomersModel>(
            new(await incident, (await customers).Items, csv, outcome),
            refusal
        );
    }

    private Task<IResult> ImportAsync(string id, CancellationToken ct) =>
        forms.ShowAsync(
            "customer-import",
            async form =>
            {
                var csv = form.Required("file");
                var done = await intake.ImportCustomersAsync(id, csv, !form.Flag("save"), ct);
                return await ShowAsync(id, null, ct, done.IsPreview ? csv : null, done);
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    private Task<IResult> RemoveAsync(string id, Guid customer, CancellationToken ct) =>
        forms.SubmitAsync(
            $"customer-{customer}",
            async _ =>
            {
                await intake.RemoveCustomerAsync(id, customer, ct);
                return new(AddressOf(id), "removed");
            },
            refusal => ShowAsync(id, refusal, ct)
        );
}

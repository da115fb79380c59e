using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>Adds, changes or removes a service of the catalog.</summary>
internal static class ChangeServices
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/api/services", AddAsync)
            .May(Permissions.ManageServices)
            .Audited("service-added", "added {service} to the catalog")
            .WithName("AddService")
            .WithSummary("Add a service to the catalog")
            .ProducesProblem(409);
        api.MapPut("/api/services/{id:guid}", PutAsync)
            .May(Permissions.ManageServices)
            .Audited("service-changed", "changed {service} in the catalog")
            .WithName("PutService")
            .WithSummary("Replace what the catalog says about a service")
            .ProducesEditProblems();
        api.MapDelete("/api/services/{id:guid}", DeleteAsync)
            .May(Permissions.ManageServices)
            .Audited("service-removed", "removed {service} from the catalog")
            .WithName("DeleteService")
            .WithSummary("Remove a service from the catalog; its incidents stay")
            .ProducesEditProblems();
    }

    private static async Task<Results<Created<ServiceResponse>, ProblemHttpResult>> AddAsync(
        PutServiceRequest request,
        HttpContext http,
        IntakeDbContext db,
        RuleDirectory rules,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (ServiceRules.Check(request).Problem is { } problem)
        {
            return problem;
        }

        var key = CatalogService.KeyOf(request.Name!);
        if (await db.Catalog.AnyAsync(s => s.Key == key, token))
        {
            return Exists(request.Name!);
        }

        var service = CatalogService.Add(request, clock.UtcNow());
        db.Catalog.Add(service);
        db.Audit(http, service.ToAuditSubject(), service.Id);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            // Somebody else added it since it was looked for.
            return Exists(request.Name!);
        }

        rules.Forget();
        return TypedResults.Created(
            $"/api/services/{service.Id}",
            await ServiceResponses.DescribeAsync(service, db, token)
        );
    }

    private static async Task<Results<Ok<ServiceResponse>, ProblemHttpResult>> PutAsync(
        Guid id,
        PutServiceRequest request,
        HttpContext http,
        IntakeDbContext db,
        ServiceEditor editor
    ) =>
        ServiceRules.Check(request).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                id,
                request.Version,
                async (service, _) =>
                {
                    var key = CatalogService.KeyOf(request.Name!);
                    return
                        key != service.Key
                        && await db.Catalog.AnyAsync(s => s.Key == key, http.RequestAborted)
                        ? Decision.Invalid("name", "must not be the name of another service")
                        : service.Describe(request);
                }
            );

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        ServiceEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (service, _) =>
            {
                db.Catalog.Remove(service);
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static ProblemHttpResult Exists(string name) =>
        Problems.Conflict(
            "service-exists",
            $"The catalog already lists \"{name.Trim()}\". Change that entry."
        );
}

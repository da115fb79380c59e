using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>Filters that a person saves under a name, available in all their sessions.</summary>
internal static class SavedViews
{
    private const int MostPerPerson = 100;

    public static void MapSavedViews(this IEndpointRouteBuilder api)
    {
        var views = api.MapGroup("/api/me/views").WithTags("Me");
        views
            .MapGet("", ListAsync)
            .May(Permissions.KeepViews)
            .WithName("ListViews")
            .WithSummary("List your saved views by name, for all pages or one")
            .ProducesProblem(403);
        views
            .MapPut("", SaveAsync)
            .May(Permissions.KeepViews)
            .NotAudited(UnauditedBecause.OwnThings)
            .WithName("SaveView")
            .WithSummary("Save a page's filters under a name")
            .ProducesProblem(403)
            .ProducesProblem(409);
        views
            .MapDelete("/{id:guid}", RemoveAsync)
            .May(Permissions.KeepViews)
            .NotAudited(UnauditedBecause.OwnThings)
            .WithName("RemoveView")
            .WithSummary("Remove a saved view")
            .ProducesProblem(403)
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<ItemList<ViewResponse>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken cancellationToken,
        string? page = null
    )
    {
        if (PersonOf(caller) is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        var views = await db
            .SavedViews.Where(v => v.UserId == person && (page == null || v.Page == page))
            .OrderBy(v => v.Name)
            .Select(v => new ViewResponse(v.Id, v.Page, v.Name, v.Query))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new ItemList<ViewResponse>(views));
    }

    private static async Task<Results<Ok<ViewResponse>, ProblemHttpResult>> SaveAsync(
        SaveViewRequest request,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        if (PersonOf(caller) is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        if (Check(request).Problem is { } problem)
        {
            return problem;
        }

        var own = await db.SavedViews.Where(v => v.UserId == person).ToListAsync(cancellationToken);
        var name = request.Name!.Trim();
        var view = own.Find(v =>
            v.Page == request.Page && v.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
        if (view is null && own.Count >= MostPerPerson)
        {
            return Problems.Conflict(
                "too-many-views",
                $"You already have {MostPerPerson} saved views. Remove one first."
            );
        }

        view ??= db
            .SavedViews.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    UserId = person,
                    Page = request.Page!,
                    CreatedAt = clock.GetUtcNow().UtcDateTime,
                }
            )
            .Entity;
        (view.Name, view.Query) = (name, request.Query!.TrimStart('?'));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            return Problems.Conflict(
                "changed-meanwhile",
                "A view with this name was saved at the same moment. Try again."
            );
        }

        return TypedResults.Ok(new ViewResponse(view.Id, view.Page, view.Name, view.Query));
    }

    private static FieldErrors Check(SaveViewRequest request)
    {
        var errors = new FieldErrors();
        if (
            request.Page is not { Length: > 0 and <= 40 }
            || !request.Page.All(c => char.IsAsciiLetterLower(c) || c == '-')
        )
        {
            errors.Check("page", "must be 1 to 40 lower-case letters or hyphens");
        }

        if (request.Name?.Trim() is not { Length: > 0 and <= 60 })
        {
            errors.Check("name", "must have 1 to 60 characters");
        }

        if (request.Query is not { Length: <= 1000 } || request.Query.Any(char.IsControl))
        {
            errors.Check("query", "must have at most 1,000 characters, without line breaks");
        }

        return errors;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (PersonOf(caller) is not { } person)
        {
            return Problems.OnlyInPerson();
        }

        var view = await db.SavedViews.SingleOrDefaultAsync(
            v => v.Id == id && v.UserId == person,
            cancellationToken
        );
        if (view is null)
        {
            return Problems.NotFound("view " + id);
        }

        db.SavedViews.Remove(view);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static Guid? PersonOf(ClaimsPrincipal caller) =>
        Guid.TryParse(caller.PersonId(), out var id) ? id : null;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.People;

public sealed record TeamListModel(IReadOnlyList<Team> Teams);

/// <param name="Others">People who are not in the team.</param>
public sealed record TeamModel(Team Team, IReadOnlyList<ListedPerson> Others);

internal sealed class TeamPages(PeopleClient people, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        var admins = pages.For(Scopes.Admin);
        everybody.MapGet("/teams", (TeamPages p, CancellationToken ct) => p.ListAsync(null, ct));
        admins.MapPost("/teams", (TeamPages p, CancellationToken ct) => p.AddAsync(ct));
        everybody.MapGet(
            "/teams/{id:guid}",
            (Guid id, TeamPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        admins.MapPost(
            "/teams/{id:guid}/rename",
            (Guid id, TeamPages p, CancellationToken ct) => p.RenameAsync(id, ct)
        );
        admins.MapPost(
            "/teams/{id:guid}/remove",
            (Guid id, TeamPages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        admins.MapPost(
            "/teams/{id:guid}/members",
            (Guid id, TeamPages p, CancellationToken ct) => p.AddMemberAsync(id, ct)
        );
        admins.MapPost(
            "/teams/{id:guid}/members/{person:guid}/remove",
            (Guid id, Guid person, TeamPages p, CancellationToken ct) =>
                p.RemoveMemberAsync(id, person, ct)
        );
        everybody.MapGet("/teams/{id:guid}/{**rest}", (Guid id) => new SeeOther($"/teams/{id}"));
    }

    public async Task<IResult> ListAsync(Refusal? refusal, CancellationToken ct) =>
        Page.Show<TeamsPage, TeamListModel>(new((await people.TeamsAsync(ct)).Items), refusal);

    public Task<IResult> AddAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "team-new",
            async form =>
            {
                var team = await people.AddTeamAsync(form.Required("name"), ct);
                return new(To(team.Id), "team-added");
            },
            refusal => ListAsync(refusal, ct)
        );

    public async Task<IResult> ShowAsync(Guid id, Refusal? refusal, CancellationToken ct)
    {
        var teams = people.TeamsAsync(ct);
        var everybody = people.PeopleAsync(ct);
        var team =
            (await teams).Items.FirstOrDefault(t => t.Id == id)
            ?? throw new ApiException(ApiProblem.NotFound);
        var members = team.Members.Select(m => m.Id).ToHashSet();
        return Page.Show<TeamPage, TeamModel>(
            new(team, [.. (await everybody).Items.Where(p => !members.Contains(p.Id))]),
            refusal
        );
    }

    public Task<IResult> RenameAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "team-rename",
            async form =>
            {
                await people.RenameTeamAsync(id, form.Required("name"), ct);
                return new(To(id), "saved");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "team-remove",
            async _ =>
            {
                await people.RemoveTeamAsync(id, ct);
                return new("/teams", "removed");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> AddMemberAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "team-member",
            async form =>
            {
                var person =
                    form.Id("person")
                    ?? throw new ApiException(
                        ApiProblem.Field("person", "must be chosen from the list")
                    );
                await people.AddMemberAsync(id, person, ct);
                return new(To(id), "saved");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> RemoveMemberAsync(Guid id, Guid person, CancellationToken ct) =>
        forms.SubmitAsync(
            "team-member-remove",
            async _ =>
            {
                await people.RemoveMemberAsync(id, person, ct);
                return new(To(id), "saved");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    private static string To(Guid id) => $"/teams/{id}";
}

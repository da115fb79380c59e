using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.People;

/// <param name="Accounts">For administrators: everybody, including disabled accounts.</param>
/// <param name="People">For everybody else: the directory.</param>
public sealed record PeopleModel(
    IReadOnlyList<Account> Accounts,
    IReadOnlyList<ListedPerson> People,
    IReadOnlyList<Team> Teams
);

/// <param name="InvitationUrl">A link that was just created, to be copied now.</param>
public sealed record PersonModel(
    Account Account,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<SignInSession> Sessions,
    string? InvitationUrl = null
);

internal sealed class PeoplePages(PeopleClient people, Forms forms, Viewer viewer)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        var admins = pages.For(Scopes.Admin);
        everybody.MapGet("/people", (PeoplePages p, CancellationToken ct) => p.ListAsync(null, ct));
        admins.MapPost("/people", (PeoplePages p, CancellationToken ct) => p.InviteAsync(ct));
        everybody.MapGet(
            "/people/roles",
            (PeoplePages p, CancellationToken ct) => p.RolesAsync(ct)
        );
        admins.MapGet(
            "/people/{id:guid}",
            (Guid id, PeoplePages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        admins.MapPost(
            "/people/{id:guid}/change",
            (Guid id, PeoplePages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        admins.MapPost(
            "/people/{id:guid}/invite",
            (Guid id, PeoplePages p, CancellationToken ct) => p.InviteAgainAsync(id, ct)
        );
        admins.MapPost(
            "/people/{id:guid}/disable",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SetDisabledAsync(id, true, ct)
        );
        admins.MapPost(
            "/people/{id:guid}/enable",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SetDisabledAsync(id, false, ct)
        );
        admins.MapPost(
            "/people/{id:guid}/sign-out",
            (Guid id, PeoplePages p, CancellationToken ct) => p.SignOutAsync(id, ct)
        );
        everybody.MapGet("/people/{id:guid}/{verb}", (Guid id) => new SeeOther($"/people/{id}"));
    }

    public async Task<IResult> ListAsync(Refusal? refusal, CancellationToken ct)
    {
        if (!viewer.Can(Scopes.Admin))
        {
            var listed = await people.PeopleAsync(ct);
            return Page.Show<PeoplePage, PeopleModel>(new([], listed.Items, []), refusal);
        }

        var all = people.AccountsAsync(ct);
        var teams = people.TeamsAsync(ct);
        return Page.Show<PeoplePage, PeopleModel>(
            new((await all).Items, [], (await teams).Items),
            refusal
        );
    }

    public async Task<IResult> RolesAsync(CancellationToken ct) =>
        Page.Show<RolesPage, RolesResponse>(await people.RolesAsync(ct));

    public Task<IResult> InviteAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "person-new",
            async form =>
            {
                var invited = await people.InviteAsync(
                    new(form.Text("name"), form.Text("email"), form.Choice<Role>("role")),
                    ct
                );
                var teams = TeamsOf(form);
                if (teams.Count > 0)
                {
                    await people.ChangeAccountAsync(invited.Id, new(Teams: teams), ct);
                }

                return await ShowAsync(invited.Id, null, ct, invited.InvitationUrl);
            },
            refusal => ListAsync(refusal, ct)
        );

    public async Task<IResult> ShowAsync(
        Guid id,
        Refusal? refusal,
        CancellationToken ct,
        string? invitationUrl = null
    )
    {
        var account = people.AccountAsync(id, ct);
        var teams = people.TeamsAsync(ct);
        var sessions = people.SessionsOfAsync(id, ct);
        return Page.Show<PersonPage, PersonModel>(
            new(await account, (await teams).Items, (await sessions).Items, invitationUrl),
            refusal
        );
    }

    public Task<IResult> ChangeAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "person-change",
            async form =>
            {
                await people.ChangeAccountAsync(
                    id,
                    new(form.Raw("name").Trim(), form.Choice<Role>("role"), Teams: TeamsOf(form)),
                    ct
                );
                return new(To(id), "saved");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> InviteAgainAsync(Guid id, CancellationToken ct) =>
        forms.ShowAsync(
            "person-invite",
            async _ =>
            {
                var invited = await people.InviteAgainAsync(id, ct);
                return await ShowAsync(id, null, ct, invited.InvitationUrl);
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> SetDisabledAsync(Guid id, bool isDisabled, CancellationToken ct) =>
        forms.SubmitAsync(
            "person-disable",
            async _ =>
            {
                await people.ChangeAccountAsync(id, new(IsDisabled: isDisabled), ct);
                return new(To(id), isDisabled ? "disabled" : "enabled");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> SignOutAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "person-sign-out",
            async _ =>
            {
                await people.EndSessionsOfAsync(id, ct);
                return new(To(id), "sessions-ended");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    private static List<Guid> TeamsOf(FormReader form) =>
        [
            .. form.Many("teams")
                .Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty)
                .Where(t => t != Guid.Empty),
        ];

    private static string To(Guid id) => $"/people/{id}";
}

using System.Collections.Concurrent;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Browser.Tests;

/// <summary>
/// The permission matrix, cell by cell through the API: each operation of each service, called by
/// somebody with each role, with a token of each scope and anonymously.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed class ApiPermissionTests(Company company)
{
    // Loads sample data in the background. SampleDataTests check that an administrator may.
    private const string Loud = "LoadSampleData";

    [Fact]
    public async Task Every_operation_is_in_a_row_of_the_matrix_and_every_row_has_one()
    {
        var operations = await OperationsAsync();

        operations.Count.ShouldBeGreaterThan(100);
        operations
            .Where(o => o.Permission is null)
            .Select(o => o.Name)
            .ShouldBeEmpty("map each with May(Permissions.X)");
        Permissions
            .All.Where(p => !p.IsDecidedInside)
            .Except(operations.Select(o => o.Permission))
            .ShouldBeEmpty("the product has no operation for it");
    }

    [Fact]
    public async Task Somebody_of_each_role_may_call_what_the_matrix_says_and_nothing_else()
    {
        var operations = await OperationsAsync();
        foreach (var person in company.People)
        {
            var wrong = await WrongAsync(
                operations,
                person.Client,
                person.FormToken,
                permission => permission.Allows(person.Role)
            );

            wrong.ShouldBeEmpty(person.Role.ToString());
        }
    }

    [Fact]
    public async Task A_token_of_each_scope_may_call_what_the_matrix_says_and_nothing_else()
    {
        var operations = await OperationsAsync();
        foreach (var (scope, client) in company.Services)
        {
            var wrong = await WrongAsync(
                operations,
                client,
                null,
                permission => !permission.IsForPeopleOnly && permission.Allows([scope])
            );

            wrong.ShouldBeEmpty(scope);
        }
    }

    [Fact]
    public async Task A_stranger_may_call_nothing()
    {
        using var stranger = company.Stranger();
        foreach (var operation in await OperationsAsync())
        {
            (await operation.CallAsync(stranger)).ShouldBe(401, operation.Name);
        }
    }

    /// <summary>Cells in which the product differs from the matrix.</summary>
    private static async Task<IReadOnlyCollection<string>> WrongAsync(
        IReadOnlyList<ApiOperation> operations,
        HttpClient client,
        string? antiforgeryToken,
        Func<Permission, bool> allows
    )
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            operations,
            async (operation, _) =>
            {
                var isAllowed = allows(operation.Permission!);
                if (isAllowed && operation.Name == Loud)
                {
                    return;
                }

                var status = await operation.CallAsync(client, antiforgeryToken);
                if (isAllowed ? status is 401 or 403 or >= 500 : status != 403)
                {
                    wrong.Add($"{operation.Name}: {status}, {(isAllowed ? "allowed" : "refused")}");
                }
            }
        );
        return wrong;
    }

    private async Task<List<ApiOperation>> OperationsAsync()
    {
        var all = await ApiOperation.ReadAllAsync(company.Of(Role.Admin).Client);
        // The key in the path of a webhook is its credential.
        all.Where(o => o.IsOpen).Select(o => o.Name).ShouldBe(["DeliverAlerts"]);
        return [.. all.Where(o => !o.IsOpen)];
    }
}

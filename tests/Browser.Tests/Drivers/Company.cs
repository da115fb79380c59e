using System.Net.Http.Headers;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auth;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// A separate product with a person for each role and a service token for each scope, for the tests
/// of the permission matrix, which send everything that is refused.
/// </summary>
public sealed class Company : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> _services = [];

    public Product Product { get; private set; } = null!;

    public SampleData Sample { get; private set; } = null!;

    /// <summary>From viewer to administrator; all attend the sample's reviews.</summary>
    public IReadOnlyList<Person> People { get; private set; } = [];

    /// <summary>Service tokens by the one scope they have.</summary>
    public IReadOnlyDictionary<string, HttpClient> Services => _services;

    public Person Of(Role role) => People.Single(p => p.Role == role);

    public async ValueTask InitializeAsync()
    {
        Product = await Product.StartEmptyAsync();
        await Product.SetUpAsync();
        Sample = await Product.SampleAsync();
        var people = new List<Person>();
        foreach (var role in Enum.GetValues<Role>())
        {
            people.Add(await Person.JoinAsync(Product, role));
        }

        People = people;
        foreach (var person in people)
        {
            await Product.Ada.PostAsync(
                $"/api{Sample.Pages["review"]}/attendees",
                new InviteRequest(person.Id.ToString(), $"{person.Role} Example")
            );
            // So that there is one to revoke.
            await person.PostAsync(
                "/tokens",
                ("__RequestVerificationToken", person.FormToken),
                ("name", "Mine"),
                ("scopes", "incidents:read")
            );
        }

        foreach (var scope in Scope.All)
        {
            _services[scope] = await ServiceAsync(scope);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _services.Values.Concat(People.Select(p => p.Client)))
        {
            client.Dispose();
        }

        await Product.DisposeAsync();
    }

    /// <summary>A script with a service token.</summary>
    public async Task<HttpClient> ServiceAsync(params string[] scopes)
    {
        var made = await Product.Api.PostAsync(
            "/api/tokens",
            new CreateTokenRequest(string.Join(' ', scopes), scopes)
        );
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            made.GetProperty("token").GetString()
        );
        return client;
    }

    public HttpClient Stranger() =>
        new(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = Product.Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
}

[CollectionDefinition(Name)]
public sealed class CompanyCollection : ICollectionFixture<Company>
{
    public const string Name = "company";
}

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Accounts;

/// <summary>
/// The viewer's account, tokens and preferences. The host maps the pages for signing in.
/// </summary>
internal sealed class AccountsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("You", "/account", "account", "My account", 'm'),
        new("You", "/tokens", "token", "API tokens", 'k'),
        new("You", "/preferences", "gear", "Preferences", 'e'),
    ];

    public void Add(IServiceCollection services)
    {
        services.AddScoped<AccountClient>();
        services.AddScoped<AccountPages>();
        services.AddScoped<TokenPages>();
        services.AddScoped<PreferencePages>();
    }

    public void Map(RouteGroupBuilder pages)
    {
        AccountPages.Map(pages);
        TokenPages.Map(pages);
        PreferencePages.Map(pages);
    }
}

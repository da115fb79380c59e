using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.Web.Accounts;

/// <summary>One's own account, tokens and preferences; the doors are mapped by the host.</summary>
internal sealed class AccountsFeature : IWebFeature
{
    public IReadOnlyList<Place> Places { get; } =
    [
        new("You", "/account", "account", "Account", 'm'),
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

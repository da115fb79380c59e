using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pir.Contracts.Audit;
using Pir.Contracts.Connections;
using Pir.Gateway.Consumers;
using Pir.Gateway.Data;
using Pir.Gateway.Edge;
using Pir.Gateway.Edge.ApiDocs;
using Pir.Gateway.Features;
using Pir.Gateway.Identity;
using Pir.Gateway.Oidc;
using Pir.Gateway.Passkeys;
using Pir.Gateway.SampleData;
using Pir.Gateway.Start;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;
using Pir.Web;

namespace Pir.Gateway;

/// <summary>
/// The entrance of the product: accounts, tokens, the audit log, rate limits and the pages. Runs in
/// front of the services' processes, or in one process with them.
/// </summary>
/// <param name="acceptTickets">
/// Whether services run in this process. Pages then call it with tickets.
/// </param>
public sealed class GatewayModule(bool acceptTickets = false) : IPirModule
{
    public const string ServiceName = "gateway";

    public string Name => ServiceName;

    public void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GatewayOptions>().BindConfiguration("Gateway").ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsRules>();
        services
            .AddOptions<IdentitySettings>()
            .BindConfiguration("Identity")
            .Validate(
                s => s.BootstrapTokenError() is null,
                new IdentitySettings { BootstrapToken = "-" }.BootstrapTokenError()!
            )
            .Validate(
                s => s.Oidc.Error() is null,
                builder.Configuration.GetSection("Identity:Oidc").Get<OidcSettings>()?.Error()
                    ?? "Identity:Oidc is not valid."
            )
            .ValidateOnStart();
        builder.AddPirDbContext<GatewayDbContext>("gateway", "gatewaydb");
        AddAccounts(services);
        services.AddGatewaySchemes(acceptTickets);
        builder.AddSingleSignOn();
        AddEdge(services, builder.Configuration);
        services.AddPirWeb();
        // Before the pages' own filter, which handles bare errors.
        services.AddCompressedAnswers();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, BasePathFilter>());
        services.AddSampleData();
        services.TryAddSingleton(new NoticeWriter(Console.Out));
        services.AddSingleton<PublicAddress>();
        services.AddHostedService<StartNotice>();
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<GatewayDbContext>(
            Name,
            handlers =>
                handlers
                    .Handle<SourceHealthChanged, NoteHealth>()
                    .Handle<SubscriptionHealthChanged, NoteHealth>()
                    .Handle<AuditEntryRecorded, KeepAuditEntries>()
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(Name);
        api.MapTokens();
        api.MapMe();
        api.MapMySessions();
        api.MapMyPasskeys();
        api.MapSavedViews();
        api.MapUsers();
        api.MapPeople();
        api.MapRoles();
        api.MapTeams();
        api.MapAudit();
        api.MapAuditExport();
        api.MapSampleData();
        routes.MapSetup();
        routes.MapSignIn();
        routes.MapSingleSignOn();
        routes.MapInvitation();
        routes.MapResetPassword();
        routes.MapPasskeySignIn();
        routes.MapApiDocumentation();
        routes.MapPirWeb();
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = ""; // The user name is the e-mail address.
            })
            .AddEntityFrameworkStores<GatewayDbContext>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = Accounts.HashRounds);
        services.AddHttpContextAccessor();
        services.AddSingleton<BootstrapToken>();
        services.AddSingleton<TokenUse>();
        services.AddSingleton<TokenQuery>();
        services.AddScoped<ApiTokens>();
        services.AddScoped<Accounts>();
        services.AddScoped<SetupLinks>();
        services.AddSingleton<AccessChanges>();
        services.AddSingleton<UnknownAddressBackoff>();
        services.AddSingleton<AbsentPassword>();
        services.AddScoped<Sessions>();
        services.AddScoped<UserSaving>();
        services.AddScoped<OneTimeLinks>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddSingleton<RelyingParty>();
        services.AddSingleton<PasskeyChallenges>();
        services.AddScoped<AuditLog>();
    }

    private static void AddEdge(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IStartupFilter, EdgeFilter>();
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "pir-antiforgery";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.HeaderName = AntiforgeryGuard.Header;
            o.SuppressXFrameOptionsHeader = true; // SecurityHeaders sets a stricter one.
        });
        services.AddRateLimits();
        services.AddSingleton<TicketCache>();
        services.AddServiceClients(configuration);
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<GatewayOptions>>(TrustConfiguredProxies);
    }

    private static void TrustConfiguredProxies(
        ForwardedHeadersOptions forwarded,
        IOptions<GatewayOptions> options
    )
    {
        var proxies = options.Value.TrustedProxies;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        forwarded.ForwardedHeaders =
            proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.All;
        foreach (var proxy in proxies)
        {
            if (proxy.Contains('/'))
            {
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
            else
            {
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
            }
        }
    }
}

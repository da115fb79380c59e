using Pir.Gateway;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;

return await PirProgram.RunAsync(async () =>
{
    var app = GatewayHost.Build(args);
    await app.Services.GetRequiredService<Migrator>().CheckAllAsync();
    await app.ServeAsync();
});

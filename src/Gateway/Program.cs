using Pir.Gateway;
using Pir.Gateway.Edge;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;

var builder = PirHost.CreateBuilder(args, GatewayModule.ServiceName);
builder.AddPirTickets();
var gateway = new GatewayModule();
builder.AddModules(gateway);
builder.AddReverseProxyToServices();
var app = builder.Build();
app.UsePirDefaults();
app.MapModules(gateway);
app.MapReverseProxyToServices();
await app.RunAsync();

using Pir.Gateway;

await GatewayHost.Build(args).RunAsync();

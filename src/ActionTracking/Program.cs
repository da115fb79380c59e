using Pir.Actions;
using Pir.ServiceDefaults;

await PirHost.RunServiceAsync(args, new ActionsModule());

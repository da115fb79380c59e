using Pir.Actions;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new ActionsModule());

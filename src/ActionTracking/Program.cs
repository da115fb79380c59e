using Pir.ActionTracking;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new ActionsModule());

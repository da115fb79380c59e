using Pir.Reviews;
using Pir.ServiceDefaults;

return await PirHost.RunServiceAsync(args, new ReviewModule());

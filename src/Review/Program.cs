using Pir.Reviews;
using Pir.ServiceDefaults;

await PirHost.RunServiceAsync(args, new ReviewModule());

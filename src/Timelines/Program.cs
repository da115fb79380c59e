using Pir.ServiceDefaults;
using Pir.Timelines;

return await PirHost.RunServiceAsync(args, new TimelineModule());

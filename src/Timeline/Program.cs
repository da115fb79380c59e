using Pir.ServiceDefaults;
using Pir.Timelines;

await PirHost.RunServiceAsync(args, new TimelineModule());
